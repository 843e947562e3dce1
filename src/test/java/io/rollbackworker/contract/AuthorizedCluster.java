package io.rollbackworker.contract;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rollbackworker.dev.embedded.EmbeddedBroker;
import io.rollbackworker.dev.simulator.Simulator;
import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.topics.Permissions;
import io.rollbackworker.kafka.topics.Permissions.Role;
import io.rollbackworker.kafka.topics.TopicSetup;
import io.rollbackworker.telemetry.LaneState;
import io.rollbackworker.testing.TestSettings;
import io.rollbackworker.worker.Worker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclBinding;

/**
 * A cluster where everybody logs in (SASL/SCRAM) and may do exactly what {@link Permissions} says;
 * users are called as their roles.
 */
final class AuthorizedCluster implements AutoCloseable {
  static final int PARTITIONS = 2;
  private static final String LOGIN =
      "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\""
          + " password=\"%s-secret\";";

  private final EmbeddedBroker broker;
  private final Admin admin;
  private final KafkaSettings plain;

  AuthorizedCluster(String prefix) throws Exception {
    broker =
        EmbeddedBroker.startWithUser(
            "root",
            "root-secret",
            Map.of(
                "listener.security.protocol.map",
                "CLIENTS:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                "sasl.enabled.mechanisms",
                "SCRAM-SHA-512",
                "sasl.mechanism.inter.broker.protocol",
                "SCRAM-SHA-512",
                "listener.name.clients.scram-sha-512.sasl.jaas.config",
                LOGIN.formatted("root", "root"),
                "authorizer.class.name",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users",
                "User:root;User:ANONYMOUS"));
    plain = TestSettings.kafka(broker.bootstrapServers(), prefix);
    admin = Admin.create(new ClientProperties(as("root")).admin());
    List<AclBinding> bindings = new ArrayList<>();
    for (Role role : Role.values()) {
      String name = role.name().toLowerCase(Locale.ROOT);
      admin
          .alterUserScramCredentials(
              List.of(
                  new UserScramCredentialUpsertion(
                      name,
                      new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4_096),
                      name + "-secret")))
          .all()
          .get();
      bindings.addAll(new Permissions(plain).bindings(role, "User:" + name));
    }
    admin.createAcls(bindings).all().get();
    try (TopicSetup topics = new TopicSetup(as("admin"), TestSettings.rollback().memory())) {
      topics.create(PARTITIONS);
    }
  }

  /** Who is nobody. */
  KafkaSettings plain() {
    return plain;
  }

  KafkaSettings as(String user) {
    return TestSettings.withClient(
        plain,
        Map.of(
            "security.protocol",
            "SASL_PLAINTEXT",
            "sasl.mechanism",
            "SCRAM-SHA-512",
            "sasl.jaas.config",
            LOGIN.formatted(user, user)));
  }

  /** The same; the password stands in a file, as in config/production.yaml. */
  private KafkaSettings withPasswordFile(String user) throws Exception {
    Path file = Files.createTempFile(Path.of("target"), user, ".properties");
    Files.writeString(file, "jaas=" + LOGIN.formatted(user, user) + "\n");
    Map<String, String> client = new HashMap<>(as(user).client());
    client.put("config.providers", "file");
    client.put(
        "config.providers.file.class",
        "org.apache.kafka.common.config.provider.FileConfigProvider");
    client.put("sasl.jaas.config", "${file:" + file.toAbsolutePath() + ":jaas}");
    return TestSettings.withClient(plain, client);
  }

  /** Runs on all partitions when it is returned. */
  Worker worker(Simulator cloud) throws Exception {
    Worker worker =
        new Worker(
            TestSettings.worker(
                withPasswordFile("worker"), TestSettings.cloud(cloud.endpoint()), "w"),
            new SimpleMeterRegistry());
    worker.start();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                worker.partitions().stream().filter(p -> p.state() == LaneState.RUNNING).count()
                    == PARTITIONS);
    return worker;
  }

  /** With exactly this user's rights. */
  void write(String user, String topic, String key, String value) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(new ClientProperties(as(user)).publisher())) {
      producer.send(new ProducerRecord<>(topic, bytes(key), bytes(value))).get();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    admin.close();
    broker.close();
  }
}
