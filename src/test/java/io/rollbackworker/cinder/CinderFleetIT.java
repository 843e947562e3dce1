package io.rollbackworker.cinder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.cinder.CinderPlace.Pair;
import io.rollbackworker.cloud.CloudSettings;
import io.rollbackworker.cloud.Dialect;
import io.rollbackworker.cloud.ProjectSettings;
import io.rollbackworker.cloud.auth.AuthSettings;
import io.rollbackworker.cloud.limits.LimitSettings;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.config.SecretSource;
import io.rollbackworker.kafka.client.CommandPublisher;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.Figures;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.testing.TestSettings;
import io.rollbackworker.testing.TlsFront;
import io.rollbackworker.testing.WorkerProcess;
import io.rollbackworker.worker.Worker;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way through Kafka, to a real Cinder whose volumes' data really reverts. */
@Tag("containers")
class CinderFleetIT {
  private static final int MANY = Integer.getInteger("cinder.volumes", 100);
  private static final String TOKEN = "tester:" + Samples.PROJECT;
  private static final Duration LONG = Duration.ofMinutes(4);
  private static final String AFTERWARDS = "written after the end";

  private RealCinder cinder;
  private Fleet fleet;

  @BeforeEach
  void start() throws Exception {
    cinder = RealCinder.orSkip();
    fleet = Fleet.with(4);
    fleet.spoiled(); // Its audit asks the simulator, which sees nothing here; see audit().
  }

  @AfterEach
  void stop() throws Exception {
    if (fleet != null) {
      try {
        audit();
      } finally {
        fleet.close();
        cinder.close();
      }
    }
  }

  @Test
  void shouldRollBackAndTellTheTruth() throws Exception {
    fleet.startWorker(settings());
    fleet.awaitRunning();
    Pair good = cinder.newPair(1, false);
    cinder.write(good.volume(), "newer");
    Pair failing = cinder.newPair(1, true);
    Pair old = cinder.newPair(1, false);
    SnapshotId newest = cinder.addSnapshot(old.volume());
    Pair attached = cinder.newPair(1, false);
    cinder.attach(attached.volume());

    CommandPublisher.Stored accepted = publish(good.snapshot());
    CommandPublisher.Stored failed = publish(failing.snapshot());

    assertThat(error(publish(old.snapshot()))).isEqualTo(ErrorCode.SNAPSHOT_NOT_REVERTIBLE);
    assertThat(fleet.answer(publish(newest)).result()).isInstanceOf(Result.Accepted.class);
    assertThat(error(publish(attached.snapshot()))).isEqualTo(ErrorCode.VOLUME_IN_USE);
    assertThat(fleet.awaitEvent(failed, CinderFleetIT::isEnd).result())
        .isInstanceOf(Result.Failed.class);
    assertThat(error(publish(failing.snapshot(), "'supersedes':'" + commandId(failed) + "'")))
        .isEqualTo(ErrorCode.VOLUME_NOT_AVAILABLE);
    assertThat(fleet.awaitEvent(accepted, CinderFleetIT::isEnd).result())
        .isInstanceOf(Result.Completed.class);
    assertThat(cinder.data(good.volume())).isEqualTo("empty");
    assertThat(cinder.actions(good.volume())).isEqualTo(1);
  }

  /** Somebody else's revert runs on the volume; ours waits, and then has its turn. */
  @Test
  void shouldWaitForABusyVolume() throws Exception {
    Worker worker = fleet.startWorker(settings());
    fleet.awaitRunning();
    Pair pair = cinder.newPair(4, false);
    cinder.revertAtTheConsole(pair);

    CommandPublisher.Stored ours = publish(pair.snapshot());
    await()
        .until(
            () ->
                worker.report().commands().shown().stream()
                    .anyMatch(row -> String.valueOf(row.why()).contains("is restoring")));
    assertThat(cinder.actions(pair.volume())).isEqualTo(1);

    assertThat(fleet.awaitEvent(ours, CinderFleetIT::isEnd).result())
        .isInstanceOf(Result.Completed.class);
    assertThat(cinder.actions(pair.volume())).isEqualTo(2);
  }

  @Test
  void shouldRevertEachVolumeOnceAlthoughAWorkerIsKilled() throws Exception {
    List<Pair> pairs = pairs(MANY);
    Instant begin = Instant.now();
    try (WorkerProcess killed = worker("killed");
        WorkerProcess stays = worker("stays")) {
      for (Pair pair : pairs) {
        publish(pair.snapshot());
      }
      await().atMost(LONG).until(() -> fleet.answers().size() > MANY / 4);
      killed.kill();
      fleet.awaitAnswers(MANY, LONG);
      awaitEnds(pairs);
      Duration took = Duration.between(begin, Instant.now());
      assertReverted(pairs);
      for (Pair pair : pairs) {
        cinder.write(pair.volume(), AFTERWARDS);
      }
      assertThat(stays.terminate()).isZero();

      assertEachOnce(pairs);
      for (Pair pair : pairs) { // A second revert would have destroyed it.
        assertThat(cinder.data(pair.volume())).isEqualTo(AFTERWARDS);
      }
      Figures.note(
          "Cinder: %d volumes, two workers, one killed: %s in %d s"
              .formatted(MANY, tally(), took.toSeconds()));
    }
  }

  @Test
  void shouldLoseAndDoubleNothingWhenTheApiIsKilledAndComesBack() throws Exception {
    List<Pair> pairs = pairs(MANY / 2);
    try (WorkerProcess one = worker("one")) {
      for (Pair pair : pairs) {
        publish(pair.snapshot());
      }
      await().atMost(LONG).until(() -> fleet.answers().size() > 5);
      cinder.killApi();
      cinder.startApi();
      fleet.awaitAnswers(pairs.size(), LONG);
      awaitEnds(pairs);
      assertThat(one.terminate()).isZero();

      assertReverted(pairs);
      assertEachOnce(pairs);
      Figures.note("Cinder: %d volumes, API killed: %s".formatted(pairs.size(), tally()));
    }
  }

  /**
   * Nearly all were; whose answer and proof were lost, that may be in doubt, but none is refused.
   */
  private void assertReverted(List<Pair> pairs) throws Exception {
    assertThat(fleet.answers()).noneMatch(o -> o.result() instanceof Result.Rejected);
    assertThat(count(Result.Completed.class)).isGreaterThan(pairs.size() * 8L / 10);
    Set<String> completed = snapshots(o -> o.result() instanceof Result.Completed);
    for (Pair pair : pairs) {
      if (completed.contains(pair.snapshot().value())) {
        assertThat(cinder.data(pair.volume())).isEqualTo("empty");
      }
    }
  }

  /** By the log of the service's API, which notes a request before it carries it out. */
  private void assertEachOnce(List<Pair> pairs) throws Exception {
    long reached = 0;
    for (Pair pair : pairs) {
      long actions = cinder.actions(pair.volume());
      assertThat(actions).as("requests for %s", pair).isLessThanOrEqualTo(1);
      reached += actions;
    }
    assertThat(reached).isGreaterThanOrEqualTo(count(Result.Accepted.class));
  }

  /** With data that is newer than their snapshots. */
  private List<Pair> pairs(int count) throws Exception {
    List<Pair> pairs = cinder.newPairs(count);
    for (Pair pair : pairs) {
      cinder.write(pair.volume(), "newer");
    }
    return pairs;
  }

  /**
   * Every accepted rollback has been seen to end, but for those that the service itself has
   * forgotten.
   */
  private void awaitEnds(List<Pair> pairs) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              Set<String> ended = snapshots(CinderFleetIT::isEnd);
              Set<String> accepted = snapshots(o -> o.result() instanceof Result.Accepted);
              for (Pair pair : pairs) {
                String id = pair.snapshot().value();
                if (accepted.contains(id) && !ended.contains(id)) {
                  assertThat(cinder.hasForgotten(pair.volume())).as(id).isTrue();
                }
              }
            });
  }

  private Set<String> snapshots(Predicate<Outcome> such) {
    return fleet.outcomes().stream()
        .filter(such)
        .map(o -> String.valueOf(o.subject().snapshotId()))
        .collect(Collectors.toSet());
  }

  private long count(Class<? extends Result> type) {
    return fleet.outcomes().stream()
        .filter(o -> o.duplicateOf() == null && type.isInstance(o.result()))
        .count();
  }

  private String tally() {
    return "%d accepted, %d completed, %d ever in doubt"
        .formatted(
            count(Result.Accepted.class),
            count(Result.Completed.class),
            count(Result.InDoubt.class));
  }

  private static boolean isEnd(Outcome outcome) {
    return outcome.result() instanceof Result.Completed
        || outcome.result() instanceof Result.Failed;
  }

  private ErrorCode error(CommandPublisher.Stored stored) {
    return fleet.answer(stored).result().errorOrNull().code();
  }

  private String commandId(CommandPublisher.Stored stored) {
    return fleet.answer(stored).subject().commandId().value();
  }

  private CommandPublisher.Stored publish(SnapshotId snapshot) throws InterruptedException {
    return publish(snapshot, "");
  }

  private CommandPublisher.Stored publish(SnapshotId snapshot, String fields)
      throws InterruptedException {
    String more = fields.isEmpty() ? "" : "," + fields.replace('\'', '"');
    return fleet.publish(
        snapshot.value(),
        ("{\"snapshot_id\":\"" + snapshot + "\"" + more + "}").getBytes(StandardCharsets.UTF_8));
  }

  /** As private clouds nearly all are: behind TLS, by an authority of their own. */
  @Test
  void shouldReachItBehindACertificateOfTheCloudsOwn(@TempDir Path folder) throws Exception {
    HeldCertificate authority =
        new HeldCertificate.Builder().certificateAuthority(0).commonName("private cloud").build();
    HeldCertificate gateway =
        new HeldCertificate.Builder()
            .signedBy(authority)
            .addSubjectAlternativeName("localhost")
            .build();
    HandshakeCertificates own =
        new HandshakeCertificates.Builder().heldCertificate(gateway).build();
    Path ca = Files.writeString(folder.resolve("ca.pem"), authority.certificatePem());
    Pair pair = cinder.newPair(1, false);
    cinder.write(pair.volume(), "newer");
    try (TlsFront front = new TlsFront(own.sslContext(), false, cinder.endpoint())) {
      URI endpoint = front.endpoint().resolve(cinder.endpoint().getRawPath());
      try (WorkerProcess behind = worker("tls", endpoint, Map.of("CLOUD_CA_FILE", ca.toString()))) {
        CommandPublisher.Stored stored = publish(pair.snapshot());
        assertThat(fleet.awaitEvent(stored, CinderFleetIT::isEnd).result())
            .isInstanceOf(Result.Completed.class);
        assertThat(cinder.data(pair.volume())).isEqualTo("empty");
        assertThat(behind.terminate()).isZero();
      }
    }
  }

  private CloudSettings settings() {
    ProjectSettings project =
        new ProjectSettings(
            Dialect.CINDER,
            cinder.endpoint(),
            Dialect.CINDER.paths(),
            new AuthSettings.FixedToken(SecretSource.parse(TOKEN)),
            LimitSettings.NONE);
    return TestSettings.cloud(Duration.ofSeconds(20), 3, Map.of(Samples.PROJECT, project));
  }

  private WorkerProcess worker(String name) throws Exception {
    return worker(name, cinder.endpoint(), Map.of());
  }

  private WorkerProcess worker(String name, URI endpoint, Map<String, String> more)
      throws Exception {
    Map<String, String> settings = new HashMap<>(more);
    settings.putAll(
        Map.of(
            "CLOUD_KIND", "cinder",
            "CLOUD_AUTH", "token",
            "CLOUD_TOKEN", TOKEN,
            "CLOUD_REQUEST_TIMEOUT", "10s",
            "RULES_VISIBLE_AFTER", "3s",
            "RULES_POLL_SHORTEST", "200ms",
            "RULES_POLL_LONGEST", "1s",
            "RULES_WATCH_LOOKS_PER_SECOND", "100",
            // What is under way when somebody dies may all be in doubt: less than a fifth.
            "LIMITS_CONCURRENT_CALLS", "8"));
    return WorkerProcess.start(WorkerProcess.environment(fleet.kafka(), endpoint, name, settings));
  }

  /** Of what was told and written; the cloud's own witness is its log. */
  private void audit() throws Exception {
    assertThat(fleet.audit(Fleet.P5_TOLERANCE, Optional::empty).violations()).isEmpty();
  }
}
