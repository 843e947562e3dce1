package io.rollbackworker.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rollbackworker.cloud.CloudSettings;
import io.rollbackworker.cloud.ProjectClouds;
import io.rollbackworker.cloud.ProjectSettings;
import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.Origin;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.dev.simulator.Fault;
import io.rollbackworker.dev.simulator.FaultPoint;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.SimSettings;
import io.rollbackworker.dev.simulator.Simulator;
import io.rollbackworker.disk.FleetShare;
import io.rollbackworker.disk.Freezes;
import io.rollbackworker.evidence.CloudLog;
import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.evidence.EvidenceBook;
import io.rollbackworker.inference.Inference;
import io.rollbackworker.ledger.Head;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Subject;
import io.rollbackworker.policy.Policies;
import io.rollbackworker.precondition.Preconditions;
import io.rollbackworker.rollback.Alarms;
import io.rollbackworker.rollback.Context;
import io.rollbackworker.rollback.Journey;
import io.rollbackworker.rollback.Procedures;
import io.rollbackworker.rollback.RollbackSettings;
import io.rollbackworker.telemetry.Meters;
import io.rollbackworker.telemetry.OutcomeLog;
import io.rollbackworker.testing.MemoryJournal;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.testing.TestSettings;
import io.rollbackworker.time.Fork;
import io.rollbackworker.time.Pace;
import io.rollbackworker.time.Time;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real lane with real procedures and the real HTTP simulator; only the journal is in memory. */
final class LaneHarness implements AutoCloseable {
  static final int PARTITION = 0;

  final Simulator cloud;
  final List<Evidence> evidence = new CopyOnWriteArrayList<>();

  /** What lanes hear. */
  final EvidenceBook book = new EvidenceBook();

  final List<Alarms.Alarm> alarms = new CopyOnWriteArrayList<>();

  private final Map<CommandId, List<Journey.Phase>> journeys = new ConcurrentHashMap<>();

  MemoryJournal journal = new MemoryJournal();
  PartitionLane lane;
  private final LaneSetup setup;
  private final Sorting sorting;
  private long next;

  /** By their offsets. */
  private final Map<Long, Delivery> delivered = new ConcurrentHashMap<>();

  /**
   * @param rollbackDuration how long the cloud takes
   */
  LaneHarness(Duration rollbackDuration) throws Exception {
    this(rollbackDuration, Duration.ZERO, Duration.ofHours(6), 10_000);
  }

  /**
   * @param visibleAfter for so long the cloud shows the state before the rollback
   */
  LaneHarness(Duration rollbackDuration, Duration visibleAfter, Duration watchAlarm)
      throws Exception {
    this(rollbackDuration, visibleAfter, watchAlarm, 10_000);
  }

  LaneHarness(
      Duration rollbackDuration, Duration visibleAfter, Duration watchAlarm, int looksPerSecond)
      throws Exception {
    this(rollbackDuration, visibleAfter, watchAlarm, looksPerSecond, Samples.ROOM);
  }

  LaneHarness(
      Duration rollbackDuration,
      Duration visibleAfter,
      Duration watchAlarm,
      int looksPerSecond,
      LaneRoom room)
      throws Exception {
    cloud =
        Simulator.start(
            new SimSettings(0, Duration.ZERO, visibleAfter, rollbackDuration, Duration.ZERO, null),
            Clock.systemUTC());
    SeedWorld.fill(cloud.world(), 50);
    Meters meters = new Meters(new SimpleMeterRegistry());
    RollbackSettings settings =
        new RollbackSettings(
            Duration.ofHours(1),
            Duration.ofMinutes(30),
            // A busy machine must not make a doubt of a request.
            Duration.ofSeconds(30),
            Duration.ofSeconds(2),
            Duration.ofMillis(300),
            Duration.ofMillis(100),
            Duration.ofSeconds(10),
            Duration.ofMillis(10),
            Duration.ofMillis(40),
            looksPerSecond,
            watchAlarm,
            List.of(Samples.PROJECT));
    CloudSettings clouds =
        TestSettings.cloud(
            settings.requestTimeout(),
            2,
            Map.of(Samples.PROJECT, ProjectSettings.at(cloud.endpoint())));
    Context context =
        new Context(
            new ProjectClouds(
                clouds,
                new FleetShare(1),
                Freezes.NONE,
                new Pace(Time.system(), settings.watchLooksPerSecond()),
                meters::cloudCall,
                CrashPoints.NONE,
                Time.system()),
            Freezes.NONE,
            Policies.NONE,
            new Preconditions(List.of("autobk_snapshot_")),
            settings,
            (word, signature) -> evidence.add(word),
            CloudLog.none(),
            Inference.off(),
            (alarm, run) -> alarms.add(alarm),
            this::follow,
            CrashPoints.NONE,
            Time.system(),
            Fork.VIRTUAL,
            new Random(7),
            "worker-1");
    PermitRegistry permits =
        new PermitRegistry(Time.system(), Samples::permitKey, settings.permitLife());
    setup =
        new LaneSetup(
            new Procedures(context),
            permits,
            book,
            room,
            Samples.heap(),
            (partition, offsets) -> offsets.stream().map(delivered::get).toList(),
            new OutcomeLog(meters, Time.system()),
            CrashPoints.NONE,
            Samples.checked(Time.system()),
            Fork.VIRTUAL,
            Fork.PLATFORM);
    sorting =
        new Sorting(
            "rollback.commands",
            Samples.TOPIC_ID,
            PARTITION,
            id -> id.equals(Samples.SNAPSHOT) || !id.value().startsWith("ffff") ? PARTITION : 1,
            new CommandDecoder(65_536),
            Policies.NONE,
            Samples.checked(Time.system()),
            "worker-1");
    Head head = Samples.head(2, "workers", 0);
    journal.decide(List.of(new LedgerRecord.HeadWritten(head)));
  }

  private Journey follow(Subject subject) {
    List<Journey.Phase> phases = new CopyOnWriteArrayList<>();
    journeys.put(subject.commandId(), phases);
    return new Journey() {
      @Override
      public void at(Phase phase) {
        phases.add(phase);
      }

      @Override
      public void held(OutcomeError why) {}

      @Override
      public void close() {}
    };
  }

  /** A lane over what the journal holds; reading starts at the head's offset. */
  LaneHarness open() {
    lane = new PartitionLane(PARTITION, setup, sorting, journal, journal.replayed(), Instant.now());
    lane.start();
    return this;
  }

  /** The next session after this one has failed: a new journal over the same ledger, a new lane. */
  LaneHarness reopen() {
    await().until(() -> lane.ended().isPresent());
    journal = journal.successor();
    return open();
  }

  /** Delivers a command for the snapshot of a seed; returns its offset. */
  long command(String seed, String fields) {
    String more = fields.isEmpty() ? "" : "," + fields;
    return deliver(
        "{\"snapshot_id\":\"" + SeedWorld.snapshotId(seed) + "\"" + more.replace('\'', '"') + "}");
  }

  long deliver(String value) {
    long offset = next;
    redeliver(offset, value);
    return offset;
  }

  /** Delivers what lies at this offset, and takes it as the newest. */
  void redeliver(long offset, String value) {
    next = offset + 1;
    Delivery delivery =
        new Delivery(
            offset, Instant.now(), true, null, value.getBytes(StandardCharsets.UTF_8), Map.of());
    delivered.put(offset, delivery);
    lane.deliver(List.of(delivery), next);
  }

  /** Offsets that hold no record. */
  void passOver(int count) {
    next += count;
    lane.deliver(List.of(), next);
  }

  /** Where the command at an offset has been so far. */
  List<Journey.Phase> phases(long offset) {
    CommandId id = CommandId.of(new Origin(Samples.TOPIC_ID, PARTITION, offset, Instant.EPOCH));
    return journeys.getOrDefault(id, List.of());
  }

  /** Waits for the first outcome at an offset. */
  Outcome answer(long offset) {
    return answers(offset, 1).getFirst();
  }

  /** Waits for so many outcomes at an offset. */
  List<Outcome> answers(long offset, int count) {
    await().until(() -> answersSoFar(offset).size() >= count);
    return answersSoFar(offset);
  }

  List<Outcome> answersSoFar(long offset) {
    return journal.outcomes().stream().filter(o -> o.record().offset() == offset).toList();
  }

  int effects(String seed) {
    return (int)
        cloud.world().effects().stream()
            .filter(e -> e.snapshotId().equals(SeedWorld.snapshotId(seed)))
            .count();
  }

  void slow(String seed, long millis) {
    this.cloud
        .faults()
        .add(
            new Fault(
                Fault.Operation.ROLLBACK,
                FaultPoint.SLOW,
                SeedWorld.snapshotId(seed),
                1,
                0,
                null,
                null,
                millis));
  }

  /** Waits until the worker has looked so often at a snapshot; null: at any. */
  void awaitLooks(String seed, int count) {
    show(seed, FaultPoint.SLOW, count, 0);
    await().until(() -> cloud.faults().waiting().isEmpty());
  }

  /** The next look at a snapshot takes so long. */
  void slowToShow(String seed, long millis) {
    show(seed, FaultPoint.SLOW, 1, millis);
  }

  /** The snapshot cannot be read until faults are cleared. */
  void hide(String seed) {
    show(seed, FaultPoint.ERROR_BEFORE_EFFECT, Integer.MAX_VALUE, 0);
  }

  private void show(String seed, FaultPoint point, int times, long millis) {
    String id = seed == null ? null : SeedWorld.snapshotId(seed);
    cloud
        .faults()
        .add(new Fault(Fault.Operation.SHOW_SNAPSHOT, point, id, times, 503, null, null, millis));
  }

  /** As if another process had written it and was gone. */
  void intentOfAStranger(String seed) throws Exception {
    lane.abort("another worker takes over");
    SnapshotId id = new SnapshotId(SeedWorld.snapshotId(seed));
    journal = journal.successor();
    journal.decide(List.of(StrangersIntent.of(id, SeedWorld.volumeId(seed), 0)));
    open();
  }

  void rollBackAtTheConsole(String seed) throws Exception {
    var request =
        HttpRequest.newBuilder(
                cloud
                    .endpoint()
                    .resolve(
                        "/v2/"
                            + SeedWorld.PROJECT
                            + "/cloudsnapshots/"
                            + SeedWorld.snapshotId(seed)
                            + "/rollback"))
            .POST(HttpRequest.BodyPublishers.ofString("{\"rollback\":{}}"))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(202);
    }
  }

  void redeliverSeed(long offset, String seed) {
    redeliver(offset, "{\"snapshot_id\":\"" + SeedWorld.snapshotId(seed) + "\"}");
  }

  @Override
  public void close() {
    lane.abort("the test is over");
    cloud.close();
  }
}
