package io.rollbackworker.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.config.Key;
import io.rollbackworker.config.Keys;
import io.rollbackworker.config.Loading;
import io.rollbackworker.config.SecretSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each key arrives where it is used, and nowhere else: two values of one type that are exchanged
 * compile, and many defaults are equal.
 */
class SettingsTest {
  private static final String PROJECT = "0c2eba2c5af04d3f9e9d0d410b371fde";

  /** What each kind of credentials needs. */
  private static final Map<String, Map<String, String>> CREDENTIALS =
      Map.of(
          "none", Map.of(),
          "token", Map.of("cloud.token", "t"),
          "aksk", Map.of("cloud.access-key", "ak", "cloud.secret-key", "sk"),
          "password",
              Map.of(
                  "cloud.iam-endpoint", "https://iam.example.org",
                  "cloud.iam-domain", "d",
                  "cloud.iam-user", "u",
                  "cloud.iam-password", "p"),
          "application_credential",
              Map.of(
                  "cloud.kind", "cinder",
                  "cloud.iam-endpoint", "https://keystone.example.org",
                  "cloud.application-credential-id", "id",
                  "cloud.application-credential-secret", "s"));

  /**
   * A key, the credentials beside which it means something, another value for it, and the settings
   * that must then differ, by their records' components.
   */
  private record Row(String key, String credentials, String other, Set<String> changes) {
    static Row row(String key, String other, String... changes) {
      return new Row(key, "none", other, Set.of(changes));
    }

    Row with(String kind) {
      return new Row(key, kind, other, changes);
    }

    @Override
    public String toString() {
      return key;
    }
  }

  private static String clientFile(String servers) {
    try {
      Path file = Files.createTempFile("client", ".properties");
      file.toFile().deleteOnExit();
      return Files.writeString(file, "bootstrap.servers=" + servers).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A certificate with its key. */
  private static String pem() {
    HeldCertificate held = new HeldCertificate.Builder().build();
    try {
      Path file = Files.createTempFile("other", ".pem");
      file.toFile().deleteOnExit();
      return Files.writeString(file, held.certificatePem() + held.privateKeyPkcs8Pem()).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<Row> rows() {
    String project = "cloud.projects.";
    return Stream.of(
        Row.row("kafka.bootstrap-servers", "other:1", "kafka.bootstrapServers"),
        Row.row("kafka.group", "other", "kafka.group"),
        Row.row("kafka.commands-topic", "other", "kafka.commandsTopic"),
        Row.row("kafka.outcomes-topic", "other", "kafka.outcomesTopic"),
        Row.row("kafka.ledger-topic", "other", "kafka.ledgerTopic"),
        Row.row("kafka.dead-letters-topic", "other", "kafka.deadLettersTopic"),
        Row.row("kafka.control-topic", "other", "kafka.controlTopic"),
        Row.row("kafka.evidence-topic", "other", "kafka.evidenceTopic"),
        Row.row("kafka.campaigns-topic", "other", "kafka.campaignsTopic"),
        Row.row("kafka.outcomes-retention", "30d", "kafka.outcomesRetention"),
        Row.row("kafka.single-broker", "true", "kafka.singleBroker"),
        Row.row("kafka.session-timeout", "11s", "kafka.sessionTimeout"),
        Row.row("kafka.max-poll-interval", "3m", "kafka.maxPollInterval"),
        Row.row("kafka.check-interval", "61s", "kafka.checkInterval"),
        Row.row(
            "rules.clock-skew",
            "11s",
            "kafka.clockSkew",
            "rollback.clockSkew",
            "inference.clockSkew"),
        Row.row(
            "cloud.kind",
            "cinder",
            "inference.allowed",
            project + "dialect",
            project + "paths.rollback",
            project + "paths.volume",
            project + "paths.newest",
            project + "paths.snapshots",
            project + "paths.volumes"),
        Row.row("cloud.endpoint", "https://other.example.org", project + "endpoint"),
        Row.row("cloud.rollback-path", "/r/{project_id}/{snapshot_id}", project + "paths.rollback"),
        Row.row(
            "cloud.snapshot-path",
            "/s/{project_id}/{snapshot_id}",
            project + "paths.snapshot",
            project + "paths.snapshots"),
        Row.row(
            "cloud.volume-path",
            "/v/{project_id}/{volume_id}",
            project + "paths.volume",
            project + "paths.volumes"),
        Row.row("cloud.token", "other", project + "auth.token").with("token"),
        Row.row("cloud.access-key", "other", project + "auth.accessKey").with("aksk"),
        Row.row("cloud.secret-key", "other", project + "auth.secretKey").with("aksk"),
        Row.row("cloud.security-token", "other", project + "auth.securityToken").with("aksk"),
        Row.row(
                "cloud.iam-endpoint",
                "https://other.example.org",
                project + "auth.service.endpoint")
            .with("password"),
        Row.row("cloud.iam-path", "/other", project + "auth.service.path").with("password"),
        Row.row("cloud.iam-domain", "other", project + "auth.domain").with("password"),
        Row.row("cloud.iam-user", "other", project + "auth.name").with("password"),
        Row.row("cloud.iam-password", "other", project + "auth.secret").with("password"),
        Row.row("cloud.application-credential-id", "other", project + "auth.name")
            .with("application_credential"),
        Row.row("cloud.application-credential-secret", "other", project + "auth.secret")
            .with("application_credential"),
        Row.row("cloud.connect-timeout", "6s", "cloud.connectTimeout"),
        Row.row("cloud.read-timeout", "11s", "cloud.readTimeout"),
        Row.row(
            "cloud.request-timeout",
            "31s",
            "cloud.requestTimeout",
            "rollback.requestTimeout",
            "inference.requestTimeout"),
        Row.row("cloud.read-attempts", "4", "cloud.readAttempts"),
        Row.row("cloud.retry-percent", "21", "cloud.retryPercent"),
        Row.row("limits.calls-per-second", "121", project + "limits.callsPerSecond"),
        Row.row("limits.reads-per-second", "101", project + "limits.readsPerSecond"),
        Row.row("limits.rollbacks-per-second", "21", project + "limits.rollbacksPerSecond"),
        Row.row("limits.concurrent-calls", "97", project + "limits.concurrentCalls"),
        Row.row("limits.rollbacks-per-minute", "1201", project + "limits.rollbacksPerMinute"),
        Row.row("limits.rollbacks-at-once", "1001", project + "limits.rollbacksAtOnce"),
        Row.row("breaker.calls", "21", "cloud.breaker.calls"),
        Row.row("breaker.percent", "51", "cloud.breaker.percent"),
        Row.row("breaker.pause", "3s", "cloud.breaker.pause"),
        Row.row("rules.projects", "f".repeat(32), "rollback.projects"),
        Row.row("rules.window", "25h", "rollback.window"),
        Row.row("rules.greatest-age", "61m", "rollback.greatestAge"),
        Row.row("rules.permit-life", "31s", "rollback.permitLife"),
        Row.row("rules.visible-after", "16s", "rollback.visibleAfter"),
        Row.row("rules.together-within", "6s", "rollback.togetherWithin", "inference.together"),
        Row.row("rules.poll-shortest", "3s", "rollback.pollShortest"),
        Row.row("rules.poll-longest", "31s", "rollback.pollLongest"),
        Row.row("rules.watch-looks-per-second", "21", "rollback.watchLooksPerSecond"),
        Row.row("rules.watch-alarm", "7h", "rollback.watchAlarm"),
        Row.row("rules.inference", "on", "inference.allowed"),
        Row.row("rules.inference-after", "21", "inference.after"),
        Row.row("rules.inference-lateness", "16m", "inference.lateness"),
        Row.row("rules.inference-number", "2", "inferenceNumber"),
        Row.row("rules.reserved-prefixes", "other_", "preconditions.reservedPrefixes"),
        Row.row("rules.max-command-bytes", "65537", "maxCommandBytes"),
        Row.row("worker.name", "other", "workerName"),
        Row.row("worker.shutdown-grace", "26s", "shutdownGrace"),
        Row.row("worker.open-commands", "1001", "room.open"),
        Row.row("worker.parked-commands", "20001", "room.parked"),
        Row.row("worker.heap-percent", "51", "heapPercent"),
        Row.row("http.address", "0.0.0.0", "http.address"),
        Row.row("cloud.ca-file", pem(), "cloud.transport.authorities.path"),
        Row.row(
            "cloud.certificate-file",
            pem(),
            "cloud.transport.own.path",
            "cloud.transport.own.withKey"),
        Row.row("cloud.proxy", "proxy.example.org:8080", "cloud.transport.proxy"),
        Row.row("cloud.notifications-topic", "other", "notifications.topic"),
        Row.row("cloud.notifications-file", clientFile("other:9092"), "notifications.client"),
        Row.row("http.port", "8081", "http.port"),
        Row.row("http.hosts", "worker-1.example.org", "http.hosts"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void shouldArriveWhereItIsUsedAndNowhereElse(Row row) throws Exception {
    Map<String, String> texts = texts(row.credentials);
    Map<String, String> before = flat(texts);
    texts.put(row.key, row.other);

    Map<String, String> after = flat(texts);

    Set<String> changed = new TreeSet<>(before.keySet());
    changed.addAll(after.keySet());
    changed.removeIf(path -> String.valueOf(before.get(path)).equals(after.get(path)));
    assertThat(changed).isEqualTo(new TreeSet<>(row.changes));
  }

  @ParameterizedTest
  @CsvSource({
    "none,None",
    "token,FixedToken",
    "aksk,AccessKey",
    "password,Password",
    "application_credential,ApplicationCredential"
  })
  void shouldTakeTheKindOfCredentials(String kind, String type) throws Exception {
    assertThat(flat(texts(kind))).containsEntry("cloud.projects.auth", type);
  }

  @Test
  void shouldKnowEachKey() {
    Set<String> known =
        new TreeSet<>(
            List.of( // Tests of their own.
                "cloud.auth",
                "cloud.allow-plaintext",
                "rules.policy-file",
                "signing.key-id",
                "signing.key-file"));
    rows().forEach(row -> known.add(row.key));

    assertThat(Keys.all()).extracting(Key::name).containsExactlyInAnyOrderElementsOf(known);
  }

  private static Map<String, String> texts(String credentials) {
    Map<String, String> texts = new HashMap<>(CREDENTIALS.get(credentials));
    texts.put("cloud.auth", credentials);
    texts.put("kafka.bootstrap-servers", "k:9092");
    texts.put("cloud.endpoint", "https://evs.example.org");
    texts.put("rules.projects", PROJECT);
    texts.put("cloud.notifications-topic", "notifications.info");
    texts.put("cloud.notifications-file", clientFile("cloud:9092"));
    return texts;
  }

  /** The settings by their records' components; the one project without its id. */
  private static Map<String, String> flat(Map<String, String> texts) throws Exception {
    Map<String, String> environment = new HashMap<>();
    for (Key<?> key : Keys.all()) {
      if (texts.containsKey(key.name())) {
        environment.put(key.variable(), texts.get(key.name()));
      }
    }
    Map<String, String> flat = new TreeMap<>();
    flatten("", Settings.of(Loading.load(null, environment, Keys.all())), flat);
    return flat;
  }

  private static void flatten(String path, Object value, Map<String, String> flat)
      throws Exception {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      flatten(path, map.values().iterator().next(), flat);
    } else if (value instanceof Optional<?> optional && optional.isPresent()) {
      flatten(path, optional.get(), flat);
    } else if (value instanceof SecretSource secret) {
      flat.put(path, secret.isEmpty() ? "" : secret.read());
    } else if (value instanceof Record && !path.endsWith("dialect")) {
      if (path.endsWith(".auth")) {
        flat.put(path, value.getClass().getSimpleName());
      }
      for (RecordComponent component : value.getClass().getRecordComponents()) {
        String at = path.isEmpty() ? component.getName() : path + "." + component.getName();
        flatten(at, component.getAccessor().invoke(value), flat);
      }
    } else {
      flat.put(path, String.valueOf(value));
    }
  }
}
