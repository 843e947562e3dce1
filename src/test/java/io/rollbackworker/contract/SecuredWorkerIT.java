package io.rollbackworker.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.dev.embedded.EmbeddedBroker;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.SimSettings;
import io.rollbackworker.dev.simulator.Simulator;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.client.CommandPublisher;
import io.rollbackworker.kafka.topics.TopicSetup;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.TestSettings;
import io.rollbackworker.testing.Tool;
import io.rollbackworker.testing.WorkerProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program on a cluster that demands certificates (mTLS), by configuration alone. */
class SecuredWorkerIT {
  private static final String PASSWORD = "change-it";

  @TempDir private static Path keys;

  private EmbeddedBroker broker;
  private Simulator cloud;
  private KafkaSettings kafka;

  @BeforeEach
  void start() throws Exception {
    for (String owner : new String[] {"broker", "worker"}) {
      makeKey(owner);
    }
    broker =
        EmbeddedBroker.start(
            0,
            Map.of(
                "listener.security.protocol.map",
                "CLIENTS:SSL,CONTROLLER:PLAINTEXT",
                "ssl.client.auth",
                "required",
                "ssl.keystore.location",
                keys.resolve("broker.p12").toString(),
                "ssl.keystore.password",
                PASSWORD,
                "ssl.truststore.location",
                keys.resolve("trusted.p12").toString(),
                "ssl.truststore.password",
                PASSWORD));
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
        "ssl.keystore.location",
        keys.resolve("worker.p12").toString(),
        "ssl.keystore.password",
        PASSWORD,
        "ssl.truststore.location",
        keys.resolve("trusted.p12").toString(),
        "ssl.truststore.password",
        PASSWORD);
  }

  /** A key and its own certificate, which everybody here trusts. */
  private static void makeKey(String owner) throws Exception {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Path store = keys.resolve(owner + ".p12");
    Path certificate = keys.resolve(owner + ".pem");
    if (Files.exists(store)) {
      return;
    }
    String common = " -storepass " + PASSWORD + " -storetype PKCS12 -alias " + owner;
    Tool.run(
        keytool
            + " -genkeypair -keyalg EC -validity 1 -dname CN="
            + owner
            + " -ext SAN=ip:127.0.0.1 -keystore "
            + store
            + common);
    Tool.run(keytool + " -exportcert -rfc -file " + certificate + " -keystore " + store + common);
    Tool.run(
        keytool
            + " -importcert -noprompt -file "
            + certificate
            + " -keystore "
            + keys.resolve("trusted.p12")
            + common);
  }
}
