package io.rollbackworker.proof.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.Main;
import io.rollbackworker.audit.AuditMutants;
import io.rollbackworker.audit.AuditSettings;
import io.rollbackworker.audit.History;
import io.rollbackworker.audit.Report;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.client.OutcomeReader;
import io.rollbackworker.kafka.topics.TopicSetup;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.proof.guards.Guard;
import io.rollbackworker.proof.guards.Mutant;
import io.rollbackworker.testing.Jvm;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.testing.TestSettings;
import io.rollbackworker.testing.WorkerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A fleet of processes under everything that may go wrong, and its whole history checked. The
 * report is target/chaos/report.md.
 */
@Tag("proof")
class ChaosIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** No single disturbance lasts longer. */
  private static final Duration DAMAGE = Duration.ofSeconds(20);

  /** What ends by itself does so before. */
  private static final Duration OPERATORS_PATIENCE = Duration.ofSeconds(90);

  /** Of one kind; each is a whole audit. */
  private static final int FALSIFIED = 3;

  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(15);
  private final ChaosSettings settings = ChaosSettings.fromProperties();
  private final Disks disks = new Disks(settings.snapshots());
  private final List<WorkerSlot> slots = new ArrayList<>();
  private KafkaSettings kafka;
  private Cloud cloud;

  @Test
  void shouldKeepItsPromises() throws Exception {
    Path folder = Files.createDirectories(Path.of("target", "chaos"));
    try (Cluster cluster =
            Cluster.start(
                Files.createTempDirectory(folder, "brokers-"),
                settings.brokers(),
                ChaosSettings.MAX_WORKERS);
        Cloud simulator =
            Cloud.start(
                Files.createTempDirectory(folder, "cloud-"), disks.count(), settings.updatedAt())) {
      cloud = simulator;
      kafka = TestSettings.kafka(cluster.bootstrapServers(), "chaos", settings.brokers() == 1);
      try (TopicSetup topics = new TopicSetup(kafka, Samples.RULES.memory())) {
        topics.create(settings.partitions());
      }
      for (int i = 0; i < ChaosSettings.MAX_WORKERS; i++) {
        slots.add(new WorkerSlot(i, cluster, cloud, kafka, folder, command()));
      }
      try (VolumeUsers users = new VolumeUsers(kafka, cloud);
          Requesters requesters = new Requesters(settings, kafka, users);
          Hostile hostile = new Hostile(settings, kafka);
          MassRollback mass = new MassRollback(settings, disks, kafka, folder);
          Forger forger = new Forger(settings, disks, kafka);
          Operator operator = new Operator(kafka, cloud, LOOK_INTERVAL, OPERATORS_PATIENCE)) {
        disturb(cluster, users, requesters, hostile, mass, forger, operator, folder);
      } finally {
        slots.forEach(WorkerSlot::close);
      }
    }
  }

  /** The packaged program, or one that lacks a guard. */
  private List<String> command() throws Exception {
    String image = WorkerProcess.image();
    if (settings.without().isEmpty()) {
      return List.of(image + "/bin/rollback-worker", "run");
    }
    Guard guard = settings.without().get();
    String classPath = Mutant.of(guard.name(), guard.edits).before(image + "/lib/*");
    return Jvm.command(classPath, Main.class.getName(), List.of("run"));
  }

  private void disturb(
      Cluster cluster,
      VolumeUsers users,
      Requesters requesters,
      Hostile hostile,
      MassRollback mass,
      Forger forger,
      Operator operator,
      Path folder)
      throws Exception {
    startUsualWorkers();
    users.start();
    hostile.start();
    mass.start();
    forger.start();
    Thread load = Thread.ofPlatform().name("requesters").start(() -> publish(requesters));
    Disturber disturber =
        new Disturber(settings.seed(), slots, cluster, cloud, this::resetGroupToTheBeginning);
    disturber.run(settings.duration());
    load.join();
    hostile.stop();
    forger.stop();
    cluster.awaitServing();
    cloud.clearFaults();
    slots.forEach(WorkerSlot::heal);
    startUsualWorkers();
    mass.finish();

    awaitHistory(
        operator,
        h -> Report.of(h, rules()).figures().unanswered() == 0 && !holds(h, RunState.Intent.class));
    operator.resolveBefore(Instant.now());
    Report report =
        awaitHistory(
            operator,
            h ->
                !holds(h, RunState.InDoubt.class)
                    && (!endsAreShown() || !holds(h, RunState.Accepted.class)));
    long completed = operator.look().outcomes().stream().filter(VolumeUsers::isUse).count();
    await().atMost(PATIENCE).until(() -> users.used() >= completed);
    List<String> destroyed = destroyed(users, operator.look());
    List<AuditMutants.Row> mutants =
        AuditMutants.of(operator.look(), rules(), FALSIFIED, new Random(settings.seed()));
    List<String> lines =
        new ArrayList<>(
            ChaosReport.lines(
                settings, disturber.counts(), report, users.written().size(), destroyed));
    lines.addAll(ChaosReport.hostile(hostile.done(), operator.look()));
    Governed governed = Governed.of(disks, operator.look(), cloud.requests());
    lines.addAll(governed.lines(mass.ends(), forger.done()));
    lines.addAll(List.of("", "## The audit, audited", ""));
    lines.addAll(AuditMutants.lines(mutants));
    Files.write(folder.resolve("report.md"), lines);

    assertThat(report.figures().effects()).isPositive();
    assertThat(users.written()).isNotEmpty();
    assertThat(disturber.failures()).isEmpty();
    if (settings.without().isPresent()) {
      assertThat(report.violations().size() + destroyed.size()).isPositive();
    } else {
      assertThat(report.violations()).isEmpty();
      assertThat(mutants).allSatisfy(row -> assertThat(row.missed()).as(row.mutant()).isEmpty());
      assertThat(report.figures().unanswered()).isZero();
      assertThat(destroyed).isEmpty();
      assertThat(requesters.failures()).isEmpty();
      assertThat(hostile.failures()).isEmpty();
      assertThat(mass.isOver()).isTrue();
      assertThat(governed.effects()).hasSizeGreaterThan(disks.mass().size() / 2);
      assertThat(governed.effects().values()).containsOnly(1L);
      assertThat(governed.forbidden()).isEmpty();
      assertThat(report.figures().commands() + report.figures().unreadable())
          .isEqualTo(published())
          .isGreaterThan(settings.commands() + hostile.commands());
    }
  }

  /**
   * Where the cloud stamps nothing, not even the volume, nobody can tell the end of a rollback that
   * nobody saw running from the state before it: those stay accepted, and are watched on.
   */
  private boolean endsAreShown() {
    return !settings.updatedAt().equals("never");
  }

  /** What a plain reader finds on the commands topic, but for what workers have moved there. */
  private long published() {
    LongAdder published = new LongAdder();
    try (OutcomeReader reader = OutcomeReader.fromBeginning(kafka, kafka.commandsTopic())) {
      reader.readToEnd(
          event -> {
            if (!event.headers().containsKey("rollback-origin-partition")) {
              published.increment();
            }
          });
    }
    return published.sum();
  }

  private static void publish(Requesters requesters) {
    try {
      requesters.run();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void startUsualWorkers() throws Exception {
    for (WorkerSlot slot : slots) {
      long running = slots.stream().filter(WorkerSlot::isRunning).count();
      if (running < ChaosSettings.USUAL_WORKERS && !slot.isRunning()) {
        slot.start();
      }
    }
  }

  private void resetGroupToTheBeginning() {
    try {
      new GroupReset(kafka, settings.partitions(), PATIENCE).toTheBeginning(slots);
      startUsualWorkers();
    } catch (Exception e) {
      throw new IllegalStateException("the group could not be reset", e);
    }
  }

  private Report awaitHistory(Operator operator, Predicate<History> such) throws Exception {
    try {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(2))
          .until(() -> such.test(operator.look()));
    } catch (ConditionTimeoutException e) {
      if (settings.without().isEmpty()) {
        throw e; // A fleet that lacks a guard may never come to rest; its history is enough.
      }
    }
    return Report.of(operator.look(), rules());
  }

  private static boolean holds(History history, Class<? extends RunState> state) {
    return !Operator.runs(history, state).isEmpty();
  }

  /** A network that was cut delivers late, and who was frozen before the socket sends late. */
  private AuditSettings rules() {
    return new AuditSettings(Duration.ofHours(1), Duration.ofHours(2), DAMAGE);
  }

  /** Of rollbacks whose end is told: what runs still may be what destroys, as it was asked to. */
  private List<String> destroyed(VolumeUsers users, History history) throws Exception {
    Set<String> running =
        Operator.runs(history, RunState.Accepted.class).stream()
            .map(run -> run.snapshotId().value())
            .collect(Collectors.toSet());
    List<String> destroyed = new ArrayList<>();
    for (VolumeUsers.Written written : users.written()) {
      if (running.contains(written.snapshotId())) {
        continue;
      }
      String content = cloud.content(written.volumeId());
      if (!content.equals(written.content())) {
        destroyed.add(written + ", now: " + content);
      }
    }
    return destroyed;
  }
}
