package io.rollbackworker.cinder;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.cinder.CinderPlace.Pair;
import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.kafka.client.CommandPublisher.Stored;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.LossyFront;
import io.rollbackworker.testing.Notifications;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.testing.WorkerProcess;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real Cinder writes into Kafka about our requests, and what follows for their commands. */
@Tag("containers")
class CinderNotificationsIT {
  private final String topic = "notifications-" + UUID.randomUUID();

  @TempDir private Path folder;

  private RealCinder cinder;
  private Fleet fleet;
  private NotifyingCinder notifying;

  @BeforeEach
  void start() throws Exception {
    RealCinder usual = RealCinder.orSkip();
    fleet = Fleet.with(2);
    fleet.spoiled(); // Its audit asks the simulator, which sees nothing here.
    Notifications.create(fleet.kafka(), topic + ".info");
    notifying = new NotifyingCinder(usual, folder, fleet.kafka().bootstrapServers(), topic);
    cinder = usual.through(notifying.endpoint());
    usual.close();
  }

  @AfterEach
  void stop() throws Exception {
    if (notifying != null) {
      notifying.close();
      fleet.close();
      cinder.close();
    }
  }

  /** Every answer is lost, and the revert is over before anybody looks. */
  @Test
  void shouldProveByTheLogWhatNobodyAnswered() throws Exception {
    Pair pair = cinder.newPair(0, false);
    cinder.write(pair.volume(), "newer");
    try (LossyFront front = new LossyFront(notifying.endpoint(), 1);
        WorkerProcess worker = worker(front.endpoint())) {
      Stored stored = publish(pair);

      Outcome accepted = fleet.awaitEvent(stored, o -> o.result() instanceof Result.Accepted);

      assertThat(((Result.Accepted) accepted.result()).proof()).isEqualTo(Result.Proof.LOG);
      assertThat(accepted.told().evidence().reason()).containsAnyOf("revert.start", "HTTP 202");
      fleet.awaitEvent(stored, o -> o.result() instanceof Result.Completed);
      assertThat(cinder.data(pair.volume())).isEqualTo("empty");
      assertThat(worker.terminate()).isZero();
    }
  }

  /** A newer snapshot is made between the last look and the request. */
  @Test
  void shouldProveByTheLogThatItWasRefused() throws Exception {
    Pair pair = cinder.newPair(0, false);
    cinder.write(pair.volume(), "newer");
    try (LossyFront front = new LossyFront(notifying.endpoint(), 1);
        WorkerProcess worker = worker(front.endpoint())) {
      front.beforePost(() -> addSnapshot(pair));
      Stored stored = publish(pair);

      Outcome rejected = fleet.awaitEvent(stored, o -> o.result() instanceof Result.Rejected);

      assertThat(rejected.result().errorOrNull().code()).isEqualTo(ErrorCode.CLOUD_REFUSED);
      assertThat(rejected.told().evidence().by()).isEqualTo(Evidence.By.LOG);
      assertThat(rejected.told().evidence().reason()).contains("HTTP 400");
      assertThat(cinder.data(pair.volume())).isEqualTo("newer");
      assertThat(worker.terminate()).isZero();
    }
  }

  /** A revert of five seconds, and looks every 200 ms elsewhere. */
  @Test
  void shouldLookOnceAtTheEndThatTheLogTells() throws Exception {
    Pair pair = cinder.newPair(5, false);
    long before = notifying.looks(pair.snapshot());
    try (WorkerProcess worker = worker(notifying.endpoint())) {
      Stored stored = publish(pair);

      fleet.awaitEvent(stored, o -> o.result() instanceof Result.Completed);

      // One before the request; one at the end, perhaps one before the begin was heard.
      assertThat(notifying.looks(pair.snapshot()) - before).isBetween(2L, 3L);
      assertThat(worker.terminate()).isZero();
    }
  }

  private void addSnapshot(Pair pair) {
    try {
      cinder.addSnapshot(pair.volume());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Stored publish(Pair pair) throws InterruptedException {
    return fleet.publish(
        pair.snapshot().value(),
        ("{\"snapshot_id\":\"" + pair.snapshot() + "\"}").getBytes(StandardCharsets.UTF_8));
  }

  private WorkerProcess worker(URI endpoint) throws Exception {
    Map<String, String> settings =
        new HashMap<>(Notifications.environment(folder, fleet.kafka(), topic + ".info"));
    settings.putAll(
        Map.of(
            "CLOUD_KIND", "cinder",
            "CLOUD_AUTH", "token",
            "CLOUD_TOKEN", "tester:" + Samples.PROJECT,
            "CLOUD_REQUEST_TIMEOUT", "10s",
            "RULES_INFERENCE", "off",
            "RULES_VISIBLE_AFTER", "3s",
            "RULES_POLL_SHORTEST", "200ms",
            "RULES_POLL_LONGEST", "1s"));
    return WorkerProcess.start(
        WorkerProcess.environment(fleet.kafka(), endpoint, "listening", settings));
  }
}
