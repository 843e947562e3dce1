package io.rollbackworker.kafka.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.evidence.CloudLog;
import io.rollbackworker.evidence.EvidenceBook;
import io.rollbackworker.evidence.Notice;
import io.rollbackworker.kafka.ClientMeters;
import io.rollbackworker.kafka.NotificationSettings;
import io.rollbackworker.telemetry.Meters;
import io.rollbackworker.testing.Notifications;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.testing.TestBroker;
import io.rollbackworker.testing.TestSettings;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NotificationListenerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final CloudLog log = new CloudLog(new EvidenceBook());
  private Notifications notifications;
  private NotificationListener listener;

  @BeforeEach
  void start() throws Exception {
    notifications =
        new Notifications(TestSettings.kafka(TestBroker.bootstrapServers(), "notifications"));
  }

  @AfterEach
  void stop() throws Exception {
    listener.close();
    notifications.close();
  }

  @Test
  void shouldHearWhatIsWrittenOnAnyPartition() throws Exception {
    notifications.create();
    listen();
    PermitId first = permit();
    PermitId second = permit();
    write("revert-start", first, Instant.now());
    write("revert-start", second, Instant.now());
    write("revert-end", second, Instant.now());

    await().atMost(PATIENCE).until(() -> log.about(first).isPresent());
    await().atMost(PATIENCE).until(() -> log.has(second, Notice.What.ENDED));
  }

  /** A worker that owns an old doubt was not there when it was told. */
  @Test
  void shouldReadFurtherBackWhenAskedTo() throws Exception {
    notifications.create();
    Instant then = Instant.now().minus(Duration.ofDays(1));
    PermitId older = permit();
    PermitId old = permit();
    PermitId now = permit();
    write("revert-start", older, then.minus(Duration.ofHours(1)));
    write("revert-start", old, then);
    write("revert-start", now, Instant.now());
    listen();
    await().atMost(PATIENCE).until(() -> log.about(now).isPresent());
    assertThat(log.about(old)).isEmpty();

    log.readFrom(then);

    await().atMost(PATIENCE).until(() -> log.about(old).isPresent());
  }

  /** OpenStack may be installed later, and its Kafka be away. */
  @Test
  void shouldGoOnWhereThereIsNoTopicYet() throws Exception {
    listen();
    notifications.create();
    PermitId permit = permit();

    write("revert-start", permit, Instant.now());

    await().atMost(PATIENCE).until(() -> log.about(permit).isPresent());
  }

  /** Its names may not even be known: a worker must be able to start. */
  @Test
  void shouldHarmNobodyWhereThereIsNoSuchCluster() throws Exception {
    NotificationSettings nowhere =
        new NotificationSettings("notifications", Map.of("bootstrap.servers", "nohost.invalid:1"));
    listen(nowhere);

    assertThat(listener.reads()).isFalse();
    assertThatThrownBy(() -> NotificationListener.reach(nowhere))
        .isInstanceOf(KafkaException.class);
  }

  private void write(String sample, PermitId permit, Instant at) throws Exception {
    notifications.write(sample, permit, Samples.SNAPSHOT, at);
  }

  private void listen() {
    listen(notifications.settings());
  }

  private void listen(NotificationSettings settings) {
    listener =
        new NotificationListener(
            settings, new ClientMeters(new Meters(new SimpleMeterRegistry())), log, Time.system());
    listener.start();
  }

  private static PermitId permit() {
    return new PermitId(UUID.randomUUID().toString());
  }
}
