package io.rollbackworker.simulation;

import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.disk.Freezes;
import io.rollbackworker.evidence.CloudLog;
import io.rollbackworker.evidence.PermitKey;
import io.rollbackworker.inference.Inference;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.Deliveries;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.fleet.LaneOpener;
import io.rollbackworker.kafka.fleet.Opener;
import io.rollbackworker.kafka.ledger.Courier;
import io.rollbackworker.kafka.ledger.ParkedReader;
import io.rollbackworker.kafka.topics.TopicFacts;
import io.rollbackworker.lane.Delivery;
import io.rollbackworker.lane.LaneRoom;
import io.rollbackworker.lane.LaneSetup;
import io.rollbackworker.lane.PartitionLane;
import io.rollbackworker.lane.PermitRegistry;
import io.rollbackworker.policy.Policies;
import io.rollbackworker.precondition.Preconditions;
import io.rollbackworker.rollback.Context;
import io.rollbackworker.rollback.Journeys;
import io.rollbackworker.rollback.Procedures;
import io.rollbackworker.rollback.RollbackSettings;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.testing.Unheard;
import io.rollbackworker.time.CheckedTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * One process of the fleet: everything in it is the real thing, up to its ports. What the poll
 * thread does, the simulation does: it says who owns a partition, and hands over what is read.
 */
final class SimWorker implements Stage.Host {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration GRACE = Duration.ofSeconds(3);

  final String name;
  final Network network;
  final SimDisk disk;
  private final Stage stage;
  private final SimBroker broker;
  private final KafkaSettings kafka;
  private final int partitions;
  private final LaneOpener opener;
  private boolean dead;
  private long frozenUntil;

  /** Of its wall clock. */
  Duration skew;

  private final Map<Integer, Long> turns = new HashMap<>();
  private final Map<Integer, Boolean> leaving = new HashMap<>();

  SimWorker(
      String name,
      Stage stage,
      SimBroker broker,
      SimCloud cloud,
      KafkaSettings kafka,
      RollbackSettings rules,
      String topicId,
      int partitions,
      Duration skew) {
    this.name = name;
    this.stage = stage;
    this.broker = broker;
    this.kafka = kafka;
    this.partitions = partitions;
    this.skew = skew;
    this.network = new Network(stage, this);
    network.skew = () -> this.skew;
    this.disk = new SimDisk(stage, cloud, rules.requestTimeout());
    SimEvidence evidence = new SimEvidence(this, stage, broker, kafka);
    CheckedTime time =
        new CheckedTime(new SimPorts.Clocks(stage, () -> this.skew), rules.clockSkew());
    Context context =
        new Context(
            disk,
            Freezes.NONE,
            Policies.NONE,
            new Preconditions(List.of("autobk_snapshot_")),
            rules,
            evidence,
            CloudLog.none(),
            Inference.off(),
            (alarm, run) -> {},
            Journeys.NONE,
            CrashPoints.NONE,
            time,
            (task, work) -> stage.start(this, name + " " + task, work),
            new Random(stage.chance.nextLong()),
            name);
    Random ids = new Random(stage.chance.nextLong());
    LaneSetup setup =
        new LaneSetup(
            new Procedures(context),
            new PermitRegistry(time.latest(), () -> new PermitKey(ids), rules.permitLife()),
            evidence.book,
            new LaneRoom(6, 1 << 20, 12),
            Samples.heap(),
            (partition, offsets) -> {
              var clients = new SimPorts.Clients(broker, network);
              try (var again = new ParkedReader(clients, kafka.commandsTopic(), time)) {
                return again.read(partition, offsets);
              }
            },
            new Unheard(),
            CrashPoints.NONE,
            time,
            (task, work) -> stage.start(this, name + " " + task, work),
            (task, work) -> stage.start(this, name + " " + task, work));
    evidence.start();
    TopicFacts facts = new TopicFacts(topicId, Simulation.LEDGER_ID, "control", partitions);
    this.opener =
        new LaneOpener(
            kafka,
            new LaneOpener.Ports(
                () -> facts,
                new SimPorts.Clients(broker, network),
                new SimPorts.Ends(broker),
                new Courier(kafka, new SimProducer(broker, network, null)),
                producer -> () -> {}),
            setup,
            Simulation.DECODER,
            name);
  }

  @Override
  public boolean isDead() {
    return dead;
  }

  @Override
  public long frozenUntil() {
    return frozenUntil;
  }

  void kill() {
    dead = true;
  }

  void freeze(Duration duration) {
    frozenUntil = stage.nanos() + duration.toNanos();
  }

  void thaw() {
    frozenUntil = 0;
  }

  /** Owns the partition from now on. */
  void own(int partition) {
    long turn = turns.merge(partition, 1L, Long::sum);
    leaving.remove(partition);
    stage.start(this, name + " poll-" + partition, () -> work(partition, turn));
  }

  /**
   * Hears that it does not own the partition any more.
   *
   * @param inOrder before the next owner begins
   */
  void giveUp(int partition, long turn, boolean inOrder) {
    if (turn(partition) == turn) {
      leaving.put(partition, inOrder);
    }
  }

  /** Which time it owns the partition, or did last. */
  long turn(int partition) {
    return turns.getOrDefault(partition, 0L);
  }

  private boolean owns(int partition, long turn) {
    return turns.get(partition) == turn && !leaving.containsKey(partition);
  }

  private void work(int partition, long turn) {
    while (owns(partition, turn)) {
      try {
        Opener.Opened opened =
            opener.open(partition, (at, end) -> {}, () -> !owns(partition, turn));
        serve(partition, turn, opened);
      } catch (ContractBroken | KafkaException e) {
        stage.pause(Duration.ofSeconds(2));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void serve(int partition, long turn, Opener.Opened opened) throws InterruptedException {
    PartitionLane lane = opened.lane();
    lane.start();
    TopicPartition commands = new TopicPartition(kafka.commandsTopic(), partition);
    try (SimConsumer consumer = new SimConsumer(broker, network)) {
      consumer.assign(List.of(commands));
      consumer.seek(commands, opened.position());
      while (owns(partition, turn) && lane.ended().isEmpty()) {
        long before = consumer.position(commands);
        List<Delivery> deliveries =
            consumer.poll(POLL).records(commands).stream().map(Deliveries::of).toList();
        if (consumer.position(commands) > before) {
          lane.deliver(deliveries, consumer.position(commands));
        }
      }
    }
    if (lane.ended().isPresent() || !Boolean.TRUE.equals(leaving.get(partition))) {
      lane.abort("lost");
    } else {
      lane.close(GRACE);
    }
  }
}
