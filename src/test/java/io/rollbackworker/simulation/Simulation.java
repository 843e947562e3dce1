package io.rollbackworker.simulation;

import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.rollback.RollbackSettings;
import io.rollbackworker.simulation.Script.Event;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.testing.TestSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** One schedule: a script played to a fleet, then everything is healed, then it is judged. */
final class Simulation {
  static final String LEDGER_ID = "1HZMxqZZQMCB5ksp9VwZ9A";
  private static final Duration QUIET = Duration.ofMinutes(15);
  private static final Duration LOOK = Duration.ofSeconds(40);
  private static final Duration BREATH = Duration.ofSeconds(5);
  static final KafkaSettings KAFKA = TestSettings.kafka("nowhere:9092", "sim");

  static final CommandDecoder DECODER = new CommandDecoder(65_536);

  static final RollbackSettings RULES =
      new RollbackSettings(
          Duration.ofHours(1),
          Duration.ofMinutes(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          Duration.ofSeconds(8),
          10_000,
          Duration.ofHours(6),
          List.of(Samples.PROJECT));

  final Stage stage;
  final SimBroker broker;
  final SimCloud cloud;
  final List<SimWorker> workers = new ArrayList<>();
  private final int[] owners = new int[Script.PARTITIONS];
  private final SimRequester requester;
  private final SimForger forger;

  private Simulation(long seed) {
    this.stage = new Stage(seed);
    this.broker = new SimBroker(stage);
    this.cloud = new SimCloud(stage, Script.VOLUMES, RULES.visibleAfter());
    this.requester = new SimRequester(stage, broker, cloud);
    this.forger = new SimForger(stage, broker, cloud);
  }

  /** What is wrong after it; empty: nothing. */
  static List<String> play(long seed, Script script, List<String> happened) {
    Simulation simulation = new Simulation(seed);
    simulation.stage.tellTo(happened);
    try {
      simulation.setUp();
      for (Event event : script.events()) {
        simulation.stage.runUntil(Duration.ofMillis(event.atMillis()).toNanos());
        simulation.apply(event);
      }
      simulation.heal();
      return simulation.judge();
    } finally {
      simulation.stage.close();
    }
  }

  private void setUp() {
    for (int w = 0; w < Script.WORKERS; w++) {
      workers.add(worker(w));
    }
    stage.start(Stage.Host.NOBODY, "heads", () -> Heads.write(broker));
    stage.runUntil(Duration.ofSeconds(1).toNanos());
    for (int p = 0; p < Script.PARTITIONS; p++) {
      owners[p] = p;
      workers.get(p).own(p);
    }
  }

  private SimWorker worker(int number) {
    Duration skew = Duration.ofMillis(stage.chance.nextInt(2_000) - 1_000L);
    return new SimWorker(
        "w" + number,
        stage,
        broker,
        cloud,
        KAFKA,
        RULES,
        Samples.TOPIC_ID,
        Script.PARTITIONS,
        skew);
  }

  private void apply(Event e) {
    stage.tell("--- " + e);
    Duration lasts = Duration.ofMillis(Math.abs(e.millis()));
    SimWorker worker = workers.get(e.who() % Script.WORKERS);
    switch (e.kind()) {
      case PUBLISH -> requester.publish(e);
      case FORGE -> forger.forge(e);
      case CONSOLE -> {
        SnapshotId snapshot = cloud.used(e.who());
        stage.start(Stage.Host.NOBODY, "console", () -> cloud.rollBack(snapshot, null, false));
      }
      case KILL -> kill(e.who(), lasts);
      case FREEZE -> worker.freeze(lasts);
      case MOVE -> move(e.who(), e.what(), e.millis() % 2 == 1);
      case SKIP_END -> broker.skips.merge(place(e), 1, Integer::sum);
      case SLOW_ENDS -> broker.slowEnds = lasts;
      case LEADERLESS -> broker.log(place(e)).loseLeader(lasts);
      case LOSE_QUESTION -> worker.network.questionsToLose++;
      case LOSE_ANSWER -> worker.network.answersToLose++;
      case CUT -> worker.network.cut(lasts);
      case STALE_READS -> worker.network.readFromFormerLeaders(lasts, broker.logs());
      case END_OPEN -> broker.log(place(e)).endAll(false);
      case JUMP_CLOCK -> worker.skew = worker.skew.plusMillis(e.millis());
    }
  }

  /** Mostly the ledger's, where it hurts most. */
  private static TopicPartition place(Event e) {
    return new TopicPartition(e.what() == 0 ? KAFKA.outcomesTopic() : KAFKA.ledgerTopic(), e.who());
  }

  private void kill(int number, Duration downFor) {
    SimWorker old = workers.get(number);
    if (old.isDead()) {
      return;
    }
    old.kill();
    stage.start(Stage.Host.NOBODY, "restart", () -> restart(number, old, downFor));
  }

  private void restart(int number, SimWorker old, Duration downFor) {
    stage.pause(downFor);
    if (workers.get(number) == old) {
      workers.set(number, worker(number));
      for (int p = 0; p < Script.PARTITIONS; p++) {
        if (owners[p] == number) {
          workers.get(number).own(p);
        }
      }
    }
  }

  private void move(int partition, int to, boolean lost) {
    SimWorker from = workers.get(owners[partition]);
    if (owners[partition] == to) {
      return;
    }
    owners[partition] = to;
    long turn = from.turn(partition);
    stage.start(
        Stage.Host.NOBODY,
        "rebalance",
        () -> {
          if (lost) { // The former owner hears of it when it polls again.
            next(partition, to);
            stage.pause(Duration.ofMillis(stage.chance.nextInt(20_000)));
            from.giveUp(partition, turn, false);
          } else {
            from.giveUp(partition, turn, true);
            stage.pause(Duration.ofSeconds(4));
            next(partition, to);
          }
        });
  }

  private void next(int partition, int to) {
    if (owners[partition] == to && !workers.get(to).isDead()) {
      workers.get(to).own(partition);
    }
  }

  private void heal() {
    stage.tell("--- everything is healed");
    broker.skips.clear();
    broker.slowEnds = Duration.ZERO;
    broker.logs().forEach(log -> log.loseLeader(Duration.ZERO));
    for (int w = 0; w < Script.WORKERS; w++) {
      SimWorker worker = workers.get(w);
      worker.network.heal();
      worker.thaw();
      worker.skew = Duration.ZERO;
      if (worker.isDead()) {
        restart(w, worker);
      }
    }
  }

  private void restart(int number, SimWorker old) {
    stage.start(Stage.Host.NOBODY, "restart", () -> restart(number, old, Duration.ZERO));
  }

  private List<String> judge() {
    Judge judge = new Judge(this);
    long end = stage.nanos() + QUIET.toNanos();
    long resolved = 0;
    while (stage.nanos() < end) {
      stage.runUntil(stage.nanos() + LOOK.toNanos());
      Judge.State state = judge.look();
      if (state.isQuiet()) {
        // What was decided a moment ago may not be told yet.
        stage.runUntil(stage.nanos() + BREATH.toNanos());
        return judge.look().violations();
      }
      if (state.doubts() > 0 && stage.nanos() - resolved > Duration.ofMinutes(2).toNanos()) {
        resolved = stage.nanos();
        judge.resolve();
      }
    }
    List<String> open = new ArrayList<>(judge.look().violations());
    open.add("it does not come to rest: " + judge.look());
    return open;
  }
}
