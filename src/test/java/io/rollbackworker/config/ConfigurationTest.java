package io.rollbackworker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollbackworker.cloud.Dialect;
import io.rollbackworker.cloud.ProjectSettings;
import io.rollbackworker.cloud.auth.AuthSettings;
import io.rollbackworker.cloud.limits.BreakerSettings;
import io.rollbackworker.cloud.limits.LimitSettings;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.testing.MarkdownTable;
import io.rollbackworker.worker.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
  private static final Map<String, String> SMALLEST =
      Map.of(
          "ROLLBACK_KAFKA_BOOTSTRAP_SERVERS", "k:9092",
          "ROLLBACK_CLOUD_ENDPOINT", "https://evs.example.org",
          "ROLLBACK_RULES_PROJECTS", "0c2eba2c5af04d3f9e9d0d410b371fde");

  @TempDir private Path folder;

  @Test
  void shouldHaveTheseDefaults() throws Exception {
    Settings settings = Settings.of(load(null, SMALLEST));

    assertThat(settings.kafka().group()).isEqualTo("rollback-workers");
    assertThat(settings.kafka().commandsTopic()).isEqualTo("rollback.commands");
    assertThat(settings.kafka().outcomesTopic()).isEqualTo("rollback.outcomes");
    assertThat(settings.kafka().ledgerTopic()).isEqualTo("rollback.ledger");
    assertThat(settings.kafka().deadLettersTopic()).isEqualTo("rollback.dead-letters");
    assertThat(settings.kafka().singleBroker()).isFalse();
    assertThat(settings.kafka().sessionTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.kafka().maxPollInterval()).isEqualTo(Duration.ofMinutes(2));
    assertThat(settings.kafka().checkInterval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.kafka().controlTopic()).isEqualTo("rollback.control");
    assertThat(settings.cloud().connectTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.cloud().readTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.cloud().requestTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.cloud().readAttempts()).isEqualTo(3);
    assertThat(settings.cloud().retryPercent()).isEqualTo(20);
    assertThat(settings.cloud().breaker())
        .isEqualTo(new BreakerSettings(20, 50, Duration.ofSeconds(2)));
    assertThat(settings.cloud().projects())
        .containsExactly(
            Map.entry(
                new ProjectId("0c2eba2c5af04d3f9e9d0d410b371fde"),
                new ProjectSettings(
                    URI.create("https://evs.example.org"),
                    new AuthSettings.None(),
                    new LimitSettings(120, 100, 20, 96, 1_200, 1_000))));
    assertThat(settings.rollback().window()).isEqualTo(Duration.ofHours(24));
    assertThat(settings.rollback().greatestAge()).isEqualTo(Duration.ofHours(1));
    assertThat(settings.rollback().permitLife()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.rollback().requestTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.rollback().visibleAfter()).isEqualTo(Duration.ofSeconds(15));
    assertThat(settings.rollback().pollShortest()).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings.rollback().pollLongest()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.rollback().projects())
        .containsExactly(new ProjectId("0c2eba2c5af04d3f9e9d0d410b371fde"));
    assertThat(settings.preconditions().reservedPrefixes()).contains("autobk_snapshot_");
    assertThat(settings.maxCommandBytes()).isEqualTo(65_536);
  }

  @Test
  void shouldTakeEveryKeyFromTheFileAndFromTheEnvironment() throws Exception {
    for (Key<?> key : Keys.all()) {
      String text = key.example();
      Object expected = key.parser().parse(text);
      Path file = file(nested(key.name(), text));
      Map<String, String> environment = new HashMap<>(SMALLEST);
      environment.remove(key.variable());

      assertThat((Object) loadAny(file, environment).get(key)).as(key.name()).isEqualTo(expected);

      environment.put(key.variable(), text);
      assertThat((Object) loadAny(null, environment).get(key))
          .as(key.variable())
          .isEqualTo(expected);
    }
  }

  @Test
  void shouldPreferTheEnvironment() throws Exception {
    Path file = file("rules:\n  window: 1h\n");
    Map<String, String> environment = new HashMap<>(SMALLEST);
    environment.put("ROLLBACK_RULES_WINDOW", "2h");

    assertThat(load(file, environment).get(Keys.WINDOW)).isEqualTo(Duration.ofHours(2));
  }

  @Test
  void shouldTellAllMistakesAtOnceWithKeyValueAndExample() throws Exception {
    Path file =
        file(
            """
            kafka: {bootstrap-servers: "k:9092"}
            cloud: {endpoint: "evs.example.org", token: "secret-token", read-attempts: 0}
            rules: {window: "1 day", permit-life: "99d", windows: "1h", projects: [abc]}
            """);
    Map<String, String> environment = Map.of("ROLLBACK_CLOUD_ENDPIONT", "x");

    assertThatThrownBy(() -> load(file, environment))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("cloud.endpoint: \"evs.example.org\"")
        .hasMessageContaining("https://evs.cn-north-4.myhuaweicloud.com")
        .hasMessageContaining("cloud.read-attempts: \"0\" is not a whole number from 1 to 10")
        .hasMessageContaining("rules.window: \"1 day\" is not a time")
        .hasMessageContaining("rules.permit-life: \"99d\"")
        .hasMessageContaining("rules.windows: there is no such key")
        .hasMessageContaining("rules.projects: \"abc\"")
        .hasMessageContaining("ROLLBACK_CLOUD_ENDPIONT: there is no such setting")
        .message()
        .doesNotContain("secret-token");
  }

  @Test
  void shouldNameWhatMustBeGiven() {
    assertThatThrownBy(() -> load(null, Map.of()))
        .hasMessageContaining(
            "kafka.bootstrap-servers (ROLLBACK_KAFKA_BOOTSTRAP_SERVERS) must be given")
        .hasMessageContaining("cloud.endpoint")
        .hasMessageContaining("rules.projects");
  }

  @Test
  void shouldTakeSettingsOfOneProject() throws Exception {
    ProjectId first = new ProjectId("0c2eba2c5af04d3f9e9d0d410b371fde");
    ProjectId second = new ProjectId("f".repeat(32));
    Path file =
        file(
            """
            rules: {projects: [%s, %s]}
            limits: {reads-per-second: 7}
            projects:
              %s:
                cloud: {endpoint: "https://evs.abroad.example.org", auth: aksk, access-key: ak}
                limits: {reads-per-second: 9}
            """
                .formatted(first, second, second));
    Map<String, String> environment = new HashMap<>(SMALLEST);
    environment.remove("ROLLBACK_RULES_PROJECTS");
    environment.put("ROLLBACK_PROJECTS_" + "F".repeat(32) + "_CLOUD_SECRET_KEY", "secret");

    Map<ProjectId, ProjectSettings> projects =
        Settings.of(load(file, environment)).cloud().projects();

    assertThat(projects.get(first).endpoint()).hasToString("https://evs.example.org");
    assertThat(projects.get(first).limits().readsPerSecond()).isEqualTo(7);
    assertThat(projects.get(second).endpoint()).hasToString("https://evs.abroad.example.org");
    assertThat(projects.get(second).limits().readsPerSecond()).isEqualTo(9);
    assertThat(projects.get(second).auth())
        .isEqualTo(
            new AuthSettings.AccessKey(
                SecretSource.parse("ak"), SecretSource.parse("secret"), SecretSource.parse("")));
  }

  @Test
  void shouldTellMistakesAboutProjects() throws Exception {
    String project = "0c2eba2c5af04d3f9e9d0d410b371fde";
    Path file =
        file(
            """
            projects:
              %s: {cloud: {read-timeout: 1s, endpiont: x, auth: magic, rollback-path: /v2/x}}
              nonsense: {cloud: {auth: token}}
            """
                .formatted(project));

    assertThatThrownBy(() -> load(file, SMALLEST))
        .hasMessageContaining("cloud.read-timeout is the same for all projects")
        .hasMessageContaining("endpiont: there is no such key")
        .hasMessageContaining(
            "\"magic\" is not one of none, token, aksk, password, application_credential")
        .hasMessageContaining(
            "\"/v2/x\" is not empty, or a path with {project_id} and {snapshot_id}")
        .hasMessageContaining("\"nonsense\" is no project id");
  }

  @Test
  void shouldNameTheCredentialsThatAreMissing() throws Exception {
    Map<String, String> environment = new HashMap<>(SMALLEST);
    environment.put("ROLLBACK_CLOUD_AUTH", "password");
    environment.put("ROLLBACK_CLOUD_IAM_USER", "worker");
    environment.put("ROLLBACK_PROJECTS_" + "F".repeat(32) + "_CLOUD_AUTH", "none");

    assertThatThrownBy(() -> load(null, environment))
        .hasMessageContaining("cloud.iam-endpoint (ROLLBACK_CLOUD_IAM_ENDPOINT) must be given")
        .hasMessageContaining("cloud.iam-domain")
        .hasMessageContaining("cloud.iam-password")
        .hasMessageContaining("projects." + "f".repeat(32) + ": not among rules.projects")
        .message()
        .doesNotContain("cloud.iam-user (");
  }

  @Test
  void shouldSpeakCinderByItsOwnPathsAlsoBehindAPrefix() throws Exception {
    Map<String, String> environment = new HashMap<>(SMALLEST);
    environment.put("ROLLBACK_CLOUD_KIND", "cinder");
    environment.put("ROLLBACK_CLOUD_AUTH", "application_credential");
    environment.put("ROLLBACK_CLOUD_IAM_ENDPOINT", "https://keystone.example.org");
    environment.put("ROLLBACK_CLOUD_IAM_PATH", "/identity/v3/auth/tokens");
    environment.put("ROLLBACK_CLOUD_APPLICATION_CREDENTIAL_ID", "id");
    environment.put("ROLLBACK_CLOUD_APPLICATION_CREDENTIAL_SECRET", "secret");
    environment.put(
        "ROLLBACK_CLOUD_SNAPSHOT_PATH", "/volume/v3/{project_id}/snapshots/{snapshot_id}");

    ProjectSettings project =
        Settings.of(load(null, environment)).cloud().projects().values().iterator().next();

    assertThat(project.dialect()).isSameAs(Dialect.CINDER);
    assertThat(project.paths().rollback()).isEqualTo("/v3/{project_id}/volumes/{volume_id}/action");
    assertThat(project.paths().newest())
        .isEqualTo(
            "/volume/v3/{project_id}/snapshots?volume_id={volume_id}&sort=created_at:desc&limit=1");
    assertThat(project.auth())
        .isEqualTo(
            new AuthSettings.ApplicationCredential(
                new AuthSettings.TokenService(
                    URI.create("https://keystone.example.org"), "/identity/v3/auth/tokens"),
                "id",
                SecretSource.parse("secret")));
  }

  @Test
  void shouldRefuseCredentialsThatACloudDoesNotKnow() {
    Map<String, String> environment = new HashMap<>(SMALLEST);
    environment.put("ROLLBACK_CLOUD_KIND", "cinder");
    environment.put("ROLLBACK_CLOUD_AUTH", "aksk");

    assertThatThrownBy(() -> load(null, environment))
        .hasMessageContaining("cinder of project 0c2eba2c5af04d3f9e9d0d410b371fde knows no aksk");
  }

  @Test
  void shouldRefusePathsAndCredentialsThatCannotWork() {
    Map<String, String> environment = new HashMap<>(SMALLEST);
    environment.put(
        "ROLLBACK_RULES_PROJECTS", "0c2eba2c5af04d3f9e9d0d410b371fde," + "f".repeat(32));
    environment.put("ROLLBACK_CLOUD_KIND", "cinder");
    environment.put("ROLLBACK_CLOUD_AUTH", "application_credential");
    environment.put("ROLLBACK_CLOUD_IAM_ENDPOINT", "https://keystone.example.org");
    environment.put("ROLLBACK_CLOUD_APPLICATION_CREDENTIAL_ID", "shared");
    environment.put("ROLLBACK_CLOUD_APPLICATION_CREDENTIAL_SECRET", "secret");
    environment.put("ROLLBACK_CLOUD_ROLLBACK_PATH", "/v3/{project_id}/snapshots/{snapshot_id}");
    environment.put("ROLLBACK_CLOUD_VOLUME_PATH", "//volume/v3/{project_id}/volumes/{volume_id}");

    assertThatThrownBy(() -> load(null, environment))
        .hasMessageContaining("has no {volume_id}, which the cinder of project")
        .hasMessageContaining("\"shared\" is given for projects")
        .hasMessageContaining("cloud.volume-path: \"//volume");
  }

  @Test
  void shouldLetCommandsThatCallNoCloudGoWithoutCredentials() throws Exception {
    Map<String, String> environment = new HashMap<>(SMALLEST);
    environment.put("ROLLBACK_CLOUD_AUTH", "aksk");

    assertThat(Loading.load(null, environment, List.of(Keys.BOOTSTRAP_SERVERS))).isNotNull();
  }

  @Test
  void shouldTakeValuesAsTheyStandInTheFile() throws Exception {
    Path file = file("cloud:\n  auth: token\n  token: 0123456\n  iam-user: yes\n");

    Configuration loaded = load(file, SMALLEST);

    assertThat(loaded.get(CloudKeys.TOKEN)).isEqualTo(SecretSource.parse("0123456"));
    assertThat(loaded.get(CloudKeys.IAM_USER)).isEqualTo("yes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"@S3cret", "S3cret: x", "\"p\\qS3cret\"", "\"S3cret", "%S3cret"})
  void shouldNotQuoteALineThatIsNoYaml(String secret) throws Exception {
    Path file = file("cloud:\n  secret-key: " + secret + "\n");

    assertThatThrownBy(() -> load(file, SMALLEST))
        .hasMessageContaining("line ")
        .message()
        .doesNotContain("S3cret");
  }

  @ParameterizedTest
  @CsvSource({
    "ROLLBACK_CLOUD_ENDPOINT,''",
    "ROLLBACK_CLOUD_ENDPOINT,https://evs.example.org/v2",
    "ROLLBACK_CLOUD_IAM_ENDPOINT,https://iam.example.org/v3",
    "ROLLBACK_CLOUD_VOLUME_PATH,/v2/{project_id}/{volume_id}/{region}",
    "ROLLBACK_CLOUD_TOKEN,MII",
    "ROLLBACK_RULES_PROJECTS,''",
    "ROLLBACK_RULES_PROJECTS,"
        + "'0c2eba2c5af04d3f9e9d0d410b371fde,0c2eba2c5af04d3f9e9d0d410b371fde'",
  })
  void shouldRefuseWhatCannotBeMeant(String variable, String text) {
    Map<String, String> environment = new HashMap<>(SMALLEST);
    environment.put(variable, text);

    assertThatThrownBy(() -> load(null, environment))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("for example");
  }

  @Test
  void shouldReadASecretAgainWhenItsFileHasChanged() throws Exception {
    Path file = folder.resolve("secret");
    SecretSource secret = SecretSource.parse("file:" + file);
    assertThatThrownBy(secret::read).isInstanceOf(IOException.class);

    Files.writeString(file, "one\n");
    assertThat(secret.read()).isEqualTo("one");
    Files.writeString(file, "two");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
    assertThat(secret.read()).isEqualTo("two");

    Files.writeString(file, "");
    Files.setLastModifiedTime(file, FileTime.fromMillis(2_000));
    assertThatThrownBy(secret::read).hasMessageContaining("is empty");
    assertThat(secret.toString()).doesNotContain("two");
  }

  @Test
  void shouldNameTheLineOfWhatIsNotYaml() throws Exception {
    Path file = file("kafka:\n  group: a\n  group: b\n");

    assertThatThrownBy(() -> load(file, SMALLEST)).hasMessageContaining("line 3");
  }

  @Test
  void shouldHandKafkaPropertiesThrough() throws Exception {
    Path file = file("kafka:\n  client:\n    security.protocol: SASL_SSL\n");
    Map<String, String> environment = new HashMap<>(SMALLEST);
    environment.put("ROLLBACK_KAFKA_CLIENT_SASL_MECHANISM", "SCRAM-SHA-512");

    assertThat(load(file, environment).kafkaClient())
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.mechanism", "SCRAM-SHA-512");
  }

  @Test
  void shouldShowNoSecrets() throws Exception {
    Map<String, String> environment = new HashMap<>(SMALLEST);
    environment.put("ROLLBACK_CLOUD_AUTH", "token");
    environment.put("ROLLBACK_CLOUD_TOKEN", "secret-token");
    environment.put("ROLLBACK_KAFKA_CLIENT_SASL_JAAS_CONFIG", "secret-password");

    assertThat(Settings.of(load(null, environment)).toString())
        .doesNotContain("secret-token")
        .doesNotContain("secret-password");
  }

  @Test
  void shouldLoadTheSampleFile() throws Exception {
    Configuration sample = load(Path.of("config", "worker.yaml"), Map.of());

    assertThat(sample.get(Keys.PROJECTS)).isNotEmpty();
  }

  @Test
  void shouldBeDescribedOnTheSettingsPage() throws IOException {
    Path page = Path.of("src", "site", "markdown", "settings.md");

    assertThat(MarkdownTable.rows(page, "| key | default | form | meaning |"))
        .containsExactlyElementsOf(Keys.all().stream().map(ConfigurationTest::row).toList());
  }

  private static String row(Key<?> key) {
    String usual = key.defaultText();
    String shown = usual == null ? "must be given" : usual.isEmpty() ? "empty" : "`" + usual + "`";
    return "| `%s` | %s | %s | %s |".formatted(key.name(), shown, key.form(), key.meaning());
  }

  private Path file(String text) throws IOException {
    Path file = folder.resolve("worker.yaml");
    Files.writeString(file, text);
    return file;
  }

  private static String nested(String name, String text) {
    int dot = name.indexOf('.');
    return name.substring(0, dot) + ":\n  " + name.substring(dot + 1) + ": \"" + text + "\"\n";
  }

  /** Whether or not credentials fit together. */
  private static Configuration loadAny(Path file, Map<String, String> environment)
      throws ConfigurationException {
    return Loading.load(file, environment, List.of(Keys.PROJECTS));
  }

  private static Configuration load(Path file, Map<String, String> environment)
      throws ConfigurationException {
    return Loading.load(file, environment, List.copyOf(Keys.all()));
  }
}
