package io.rollbackworker.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.dev.embedded.EmbeddedBroker;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.SimSettings;
import io.rollbackworker.dev.simulator.Simulator;
import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.client.CommandPublisher;
import io.rollbackworker.kafka.topics.TopicSetup;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.TestSettings;
import io.rollbackworker.testing.WorkerProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import okhttp3.tls.HeldCertificate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.AuthenticationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program on a cluster that demands certificates (mTLS), by configuration alone. */
class SecuredWorkerIT {
  private static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder().certificateAuthority(0).commonName("brokers").build();

  @TempDir private static Path keys;

  private EmbeddedBroker broker;
  private Simulator cloud;
  private KafkaSettings kafka;

  @BeforeEach
  void start() throws Exception {
    Files.writeString(keys.resolve("trusted.pem"), AUTHORITY.certificatePem());
    writeKey("broker", AUTHORITY);
    writeKey("worker", AUTHORITY);
    broker =
        EmbeddedBroker.start(
            0,
            Map.of(
                "listener.security.protocol.map",
                "CLIENTS:SSL,CONTROLLER:PLAINTEXT",
                "ssl.client.auth",
                "required",
                "ssl.keystore.type",
                "PEM",
                "ssl.keystore.location",
                keys.resolve("broker.pem").toString(),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                keys.resolve("trusted.pem").toString()));
    kafka =
        TestSettings.withClient(TestSettings.kafka(broker.bootstrapServers(), "mtls"), client());
    cloud =
        Simulator.start(
            new SimSettings(
                0,
                Duration.ZERO,
                Duration.ofMillis(20),
                Duration.ofMillis(200),
                Duration.ZERO,
                null),
            Clock.systemUTC());
    SeedWorld.fill(cloud.world(), 10);
  }

  @AfterEach
  void stop() {
    cloud.close();
    broker.close();
  }

  @Test
  void shouldWorkWithCertificatesAndSayWhatIsMissingWithoutThem() throws Exception {
    Map<String, String> environment =
        WorkerProcess.environment(kafka, cloud.endpoint(), "mtls", Map.of());
    Map<String, String> secured = new HashMap<>(environment);
    client()
        .forEach(
            (property, value) ->
                secured.put(
                    "ROLLBACK_KAFKA_CLIENT_" + property.toUpperCase(Locale.ROOT).replace('.', '_'),
                    value));

    Checked noTopics = check(secured);
    assertThat(noTopics.exitCode).isEqualTo(1);
    assertThat(noTopics.printed)
        .contains("ok      configuration")
        .contains("FAILED  topics: Topic mtls.commands does not exist")
        .contains("rollback-worker topics create")
        .contains("ok      cloud 0c2eba2c5af04d3f9e9d0d410b371fde");
    try (TopicSetup topics = new TopicSetup(kafka, TestSettings.rollback().memory())) {
      topics.create(2);
    }
    Checked good = check(secured);
    assertThat(good.printed).doesNotContain("FAILED");
    assertThat(good.exitCode).isZero();

    Map<String, String> nowhere = new HashMap<>(secured);
    nowhere.put("ROLLBACK_CLOUD_ENDPOINT", "http://127.0.0.1:9");
    assertThat(check(nowhere).printed).contains("FAILED  cloud 0c2eba2c5af04d3f9e9d0d410b371fde");

    try (WorkerProcess worker = WorkerProcess.start(secured);
        CommandPublisher publisher = new CommandPublisher(kafka)) {
      publisher.publish(null, Fleet.json("bulk-1", "")).await();
      await().atMost(Duration.ofSeconds(40)).until(() -> cloud.world().effects().size() == 1);
      assertThat(worker.terminate()).isZero();
    }
  }

  /** Clients live as long as their process; what is renewed counts with the next connection. */
  @Test
  void shouldTakeUpARenewedCertificateWithoutARestart() throws Exception {
    writeKey("worker", new HeldCertificate.Builder().certificateAuthority(0).build());
    try (Admin admin = Admin.create(new ClientProperties(kafka).admin())) {
      assertThatThrownBy(() -> admin.describeCluster().nodes().get())
          .hasCauseInstanceOf(AuthenticationException.class);

      writeKey("worker", AUTHORITY);

      await().ignoreExceptions().until(() -> !admin.describeCluster().nodes().get().isEmpty());
    }
  }

  private record Checked(int exitCode, String printed) {}

  private static Checked check(Map<String, String> environment) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(WorkerProcess.image() + "/bin/rollback-worker", "check");
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Checked(process.waitFor(), printed);
  }

  private static Map<String, String> client() {
    return Map.of(
        "security.protocol",
        "SSL",
        "ssl.keystore.type",
        "PEM",
        "ssl.keystore.location",
        keys.resolve("worker.pem").toString(),
        "ssl.truststore.type",
        "PEM",
        "ssl.truststore.location",
        keys.resolve("trusted.pem").toString());
  }

  /** A key, its certificate and the authority's in one file. */
  private static void writeKey(String owner, HeldCertificate authority) throws Exception {
    HeldCertificate held =
        new HeldCertificate.Builder()
            .signedBy(authority)
            .commonName(owner)
            .addSubjectAlternativeName("127.0.0.1")
            .build();
    Files.writeString(
        keys.resolve(owner + ".pem"),
        held.privateKeyPkcs8Pem() + held.certificatePem() + authority.certificatePem());
  }
}
