package io.rollbackworker.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rollbackworker.audit.AuditSettings;
import io.rollbackworker.audit.CloudRequest;
import io.rollbackworker.audit.Report;
import io.rollbackworker.cloud.CloudSettings;
import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.config.PolicySource;
import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.dev.simulator.RollbackRequest;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.SimSettings;
import io.rollbackworker.dev.simulator.Simulator;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.client.CommandPublisher;
import io.rollbackworker.kafka.client.HistoryReader;
import io.rollbackworker.kafka.client.OutcomeReader;
import io.rollbackworker.kafka.topics.TopicSetup;
import io.rollbackworker.outcome.Json;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeCodec;
import io.rollbackworker.telemetry.LaneState;
import io.rollbackworker.time.Time;
import io.rollbackworker.worker.Settings;
import io.rollbackworker.worker.Worker;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Workers in this process on the real broker and the real HTTP simulator, with topics and times for
 * one test.
 */
public final class Fleet implements AutoCloseable {
  /** A request may arrive so long after its command's deadline, as the audit sees it. */
  public static final Duration P5_TOLERANCE = Duration.ofSeconds(5);

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final Duration POLL = Duration.ofMillis(200);

  private final Simulator cloud;
  private final KafkaSettings kafka;
  private final CommandPublisher publisher;
  private final OutcomeReader reader;
  private final List<Worker> workers = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private final OutcomeCodec codec = new OutcomeCodec();
  private final int partitions;
  private boolean auditable = true;

  private Fleet(KafkaSettings kafka, Simulator cloud, int partitions) throws Exception {
    this.kafka = kafka;
    this.cloud = cloud;
    this.partitions = partitions;
    try (TopicSetup topics = topics()) {
      topics.create(partitions);
    }
    this.publisher = new CommandPublisher(kafka);
    this.reader = OutcomeReader.fromBeginning(kafka, kafka.outcomesTopic());
  }

  /** Topics and a cloud, no workers yet; rollbacks take 300 ms. */
  public static Fleet with(int partitions) throws Exception {
    return with(partitions, Duration.ofMillis(300));
  }

  public static Fleet with(int partitions, Duration rollbackDuration) throws Exception {
    String name = "t" + UUID.randomUUID().toString().substring(0, 8);
    return on(
        TestSettings.kafka(TestBroker.bootstrapServers(), name), partitions, rollbackDuration);
  }

  /** On a broker of the test's own. */
  public static Fleet on(KafkaSettings kafka, int partitions) throws Exception {
    return on(kafka, partitions, Duration.ofMillis(300));
  }

  public static Fleet on(KafkaSettings kafka, int partitions, Duration rollbackDuration)
      throws Exception {
    SimSettings sim =
        new SimSettings(
            0, Duration.ZERO, Duration.ofMillis(20), rollbackDuration, Duration.ZERO, null);
    return on(kafka, partitions, sim, 1_000);
  }

  /** With a cloud of the test's own. */
  public static Fleet with(int partitions, SimSettings sim, int volumes) throws Exception {
    String name = "t" + UUID.randomUUID().toString().substring(0, 8);
    return on(TestSettings.kafka(TestBroker.bootstrapServers(), name), partitions, sim, volumes);
  }

  private static Fleet on(KafkaSettings kafka, int partitions, SimSettings sim, int volumes)
      throws Exception {
    Simulator cloud = Simulator.start(sim, Clock.systemUTC());
    SeedWorld.fill(cloud.world(), volumes);
    return new Fleet(kafka, cloud, partitions);
  }

  public TopicSetup topics() {
    return new TopicSetup(kafka, TestSettings.rollback().memory());
  }

  /** Starts a worker, not waiting for its partitions. */
  public Worker startWorker() throws Exception {
    return startWorker(kafka);
  }

  /** Starts one whose meters can be read. */
  public Worker startWorker(MeterRegistry registry) throws Exception {
    return startWorker(kafka, TestSettings.cloud(cloud.endpoint()), registry, CrashPoints.NONE);
  }

  public Worker startWorker(KafkaSettings settings) throws Exception {
    return startWorker(settings, CrashPoints.NONE);
  }

  /** Starts one and hears where it is. */
  public Worker startWorker(KafkaSettings settings, CrashPoints points) throws Exception {
    return startWorker(settings, TestSettings.cloud(cloud.endpoint()), points);
  }

  public Worker startWorker(CloudSettings clouds) throws Exception {
    return startWorker(kafka, clouds, CrashPoints.NONE);
  }

  public Worker startWorker(CloudSettings clouds, CrashPoints points) throws Exception {
    return startWorker(kafka, clouds, points);
  }

  /** Starts one that may end doubts by {@code updated_at}. */
  public Worker startInferring(CrashPoints points) throws Exception {
    CloudSettings clouds = TestSettings.cloud(cloud.endpoint());
    return start(
        TestSettings.worker(
            kafka,
            clouds,
            "worker-" + (workers.size() + 1),
            TestSettings.inference(Set.of(Samples.PROJECT))),
        new SimpleMeterRegistry(),
        points);
  }

  /** Starts one that holds commands against a policy. */
  public Worker startWorker(PolicySource policy) throws Exception {
    return start(
        TestSettings.worker(
            kafka,
            TestSettings.cloud(cloud.endpoint()),
            "worker-" + (workers.size() + 1),
            TestSettings.inference(Set.of()),
            policy),
        new SimpleMeterRegistry(),
        CrashPoints.NONE);
  }

  private Worker startWorker(KafkaSettings settings, CloudSettings clouds, CrashPoints points)
      throws Exception {
    return startWorker(settings, clouds, new SimpleMeterRegistry(), points);
  }

  private Worker startWorker(
      KafkaSettings settings, CloudSettings clouds, MeterRegistry registry, CrashPoints points)
      throws Exception {
    return start(
        TestSettings.worker(settings, clouds, "worker-" + (workers.size() + 1)), registry, points);
  }

  private Worker start(Settings settings, MeterRegistry registry, CrashPoints points)
      throws Exception {
    Worker worker = new Worker(settings, registry, points);
    worker.start();
    workers.add(worker);
    return worker;
  }

  /** Starts one and waits until all partitions are worked on. */
  public Worker ready() throws Exception {
    Worker worker = startWorker();
    awaitRunning();
    return worker;
  }

  public void awaitRunning() {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                workers.stream()
                        .flatMap(w -> w.partitions().stream())
                        .filter(p -> p.state() == LaneState.RUNNING)
                        .count()
                    == partitions);
  }

  /** What all assigned partitions do. */
  public List<String> status() {
    return workers.stream()
        .flatMap(w -> w.partitions().stream())
        .map(p -> Json.name(p.state()) + ": " + p.why())
        .toList();
  }

  /** Leaves the group in order. */
  public void stop(Worker worker) {
    workers.remove(worker);
    try {
      worker.close();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while a worker was leaving", e);
    }
  }

  public CommandPublisher.Stored publish(String seed, String fields) throws InterruptedException {
    return publish(SeedWorld.snapshotId(seed), json(seed, fields));
  }

  public CommandPublisher.Stored publish(String key, byte[] value) throws InterruptedException {
    return publisher.publish(key, value).await();
  }

  public void awaitFirstOutcome() {
    await().atMost(PATIENCE).until(() -> !outcomes().isEmpty());
  }

  /** Waits until the history is such. */
  public void awaitAudit(Predicate<Report> such) {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() -> such.test(audit()));
  }

  public CommandPublisher publisher() {
    return publisher;
  }

  public static byte[] json(String seed, String fields) {
    String more = fields.isEmpty() ? "" : "," + fields.replace('\'', '"');
    return ("{\"snapshot_id\":\"" + SeedWorld.snapshotId(seed) + "\"" + more + "}")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** All events so far. */
  public List<Outcome> outcomes() {
    for (var events = reader.poll(Duration.ofMillis(50));
        !events.isEmpty();
        events = reader.poll(Duration.ofMillis(50))) {
      events.forEach(e -> outcomes.add(codec.decode(e.value().getBytes(StandardCharsets.UTF_8))));
    }
    return List.copyOf(outcomes);
  }

  /** The answers so far: first outcomes, and repeats of them. */
  public List<Outcome> answers() {
    return outcomes().stream()
        .filter(o -> o.told().revision() == 1 || o.duplicateOf() != null)
        .filter(o -> !answersRepeatedForward(o))
        .toList();
  }

  /**
   * A command that is named by its own place cannot be repeated by its requester: such an event
   * answers a forward that was sent twice, as forwards may be.
   */
  private static boolean answersRepeatedForward(Outcome outcome) {
    CommandId id = outcome.subject().commandId();
    return id.equals(outcome.duplicateOf()) && id.equals(CommandId.of(outcome.subject().origin()));
  }

  public void awaitAnswers(int count) {
    awaitAnswers(count, PATIENCE);
  }

  public void awaitAnswers(int count, Duration atMost) {
    await().atMost(atMost).pollInterval(POLL).until(() -> answers().size() >= count);
  }

  /** Waits for an event about the record that was first stored there. */
  public Outcome awaitEvent(CommandPublisher.Stored stored, Predicate<Outcome> such) {
    await()
        .atMost(PATIENCE)
        .until(() -> outcomes().stream().anyMatch(o -> isAbout(o, stored) && such.test(o)));
    return outcomes().stream()
        .filter(o -> isAbout(o, stored) && such.test(o))
        .findFirst()
        .orElseThrow();
  }

  public Outcome answer(CommandPublisher.Stored stored) {
    return awaitEvent(stored, o -> true);
  }

  private static boolean isAbout(Outcome outcome, CommandPublisher.Stored stored) {
    var origin = outcome.subject().origin();
    return origin.partition() == stored.partition() && origin.offset() == stored.offset();
  }

  /** Number of effects at the cloud, by snapshot. */
  public Map<String, Long> effects() {
    return cloud.world().effects().stream()
        .collect(Collectors.groupingBy(RollbackRequest::snapshotId, Collectors.counting()));
  }

  /** The test has broken topics on purpose, so that their history makes no sense at its end. */
  public void spoiled() {
    auditable = false;
  }

  /** What an audit says, with the simulator's log as the witness. */
  public Report audit() throws Exception {
    return audit(P5_TOLERANCE, () -> Optional.of(requests()));
  }

  /**
   * With another witness, or none.
   *
   * @param tolerance so far apart clocks may be
   */
  public Report audit(Duration tolerance, HistoryReader.CloudLog witness) throws Exception {
    AuditSettings rules =
        new AuditSettings(
            TestSettings.rollback().window(), TestSettings.rollback().greatestAge(), tolerance);
    try (HistoryReader history =
        new HistoryReader(kafka, new CommandDecoder(65_536), Time.system())) {
      return Report.of(history.read(Instant.MIN, witness), rules);
    }
  }

  private List<CloudRequest> requests() {
    return cloud.world().requests().stream().map(Fleet::witnessed).toList();
  }

  /** What the simulator saw, as the audit wants to be told. */
  public static CloudRequest witnessed(RollbackRequest request) {
    return new CloudRequest(
        Instant.parse(request.at()),
        request.snapshotId(),
        request.permit() == null ? null : new PermitId(request.permit()),
        CloudRequest.Fate.valueOf(request.fate().name()),
        request.repeated(),
        request.endsAt() == null ? null : Instant.parse(request.endsAt()),
        request.succeeds());
  }

  public Simulator cloud() {
    return cloud;
  }

  public KafkaSettings kafka() {
    return kafka;
  }

  /** Stops everything; whatever the test was about, no promise may have been broken. */
  @Override
  public void close() {
    List.copyOf(workers).forEach(this::stop);
    try {
      if (auditable) {
        assertThat(audit().violations()).isEmpty();
      }
    } catch (Exception e) {
      throw new IllegalStateException("the history cannot be read", e);
    } finally {
      release();
    }
  }

  private void release() {
    reader.close();
    publisher.close();
    cloud.close();
  }
}
