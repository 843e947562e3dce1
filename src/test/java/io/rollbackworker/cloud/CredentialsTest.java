package io.rollbackworker.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import io.rollbackworker.cloud.auth.AuthSettings;
import io.rollbackworker.cloud.auth.Signature;
import io.rollbackworker.cloud.limits.LimitSettings;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.config.SecretSource;
import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.SimAccess;
import io.rollbackworker.dev.simulator.SimSettings;
import io.rollbackworker.dev.simulator.Simulator;
import io.rollbackworker.disk.EffectResult;
import io.rollbackworker.disk.FleetShare;
import io.rollbackworker.disk.Freezes;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.disk.SendPermit;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.testing.Logs;
import io.rollbackworker.testing.ManualTime;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.testing.TestSettings;
import io.rollbackworker.time.Pace;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of credentials against a simulator that demands them. */
class CredentialsTest {
  private static final String PASSWORD = "pass-word-that-is-secret";
  private static final String SECRET_KEY = "sk-that-is-secret";
  private static final String SECURITY_TOKEN = "sts-that-is-secret";
  private static final List<String> SECRETS =
      List.of(PASSWORD, SECRET_KEY, SECURITY_TOKEN, "another-secret", "MII");
  private static final SimAccess ACCESS =
      new SimAccess(
          List.of(
              new SimAccess.Key("AK1", SECRET_KEY, null, SeedWorld.PROJECT),
              new SimAccess.Key("AK2", SECRET_KEY, SECURITY_TOKEN, SeedWorld.PROJECT),
              new SimAccess.Key("AK3", SECRET_KEY, null, "f".repeat(32))),
          List.of(
              new SimAccess.User(
                  "account", "worker", PASSWORD, List.of(SeedWorld.PROJECT, "e".repeat(32))),
              new SimAccess.User(
                  SimAccess.APPLICATION_CREDENTIALS,
                  "credential-1",
                  PASSWORD,
                  List.of(SeedWorld.PROJECT))),
          Duration.ofHours(24));

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Instant start = Instant.now();
  private final ManualTime time = new ManualTime(start, System.nanoTime());
  private final Simulator cloud =
      Simulator.start(SimSettings.DEFAULT.withAccess(ACCESS), Clock.systemUTC());

  @TempDir private Path folder;

  CredentialsTest() {
    SeedWorld.fill(cloud.world(), 0);
    log.list = new CopyOnWriteArrayList<>(); // Whoever logs may go on while it is looked through.
    log.start();
    Logs.program().addAppender(log);
  }

  /** Whatever a test was about, no secret may have been told. */
  @AfterEach
  void stopAndLookForSecrets() {
    cloud.close();
    Logs.program().detachAppender(log);
    String all =
        String.join(
            "\n",
            log.list.stream()
                .map(e -> e.getFormattedMessage() + e.getKeyValuePairs() + e.getThrowableProxy())
                .toList());
    assertThat(all).doesNotContain(SECRETS);
  }

  @Test
  void shouldSignWithPermanentAndWithTemporaryKeys() {
    assertThat(look(keys("AK1", SECRET_KEY, ""))).isInstanceOf(Reading.Seen.class);
    ProjectClouds temporary = clouds(keys("AK2", SECRET_KEY, SECURITY_TOKEN));
    assertThat(look(temporary)).isInstanceOf(Reading.Seen.class);
    assertThat(rollBack(temporary)).isInstanceOf(EffectResult.Taken.class);
  }

  @Test
  void shouldFetchATokenWithAnApplicationCredential() {
    ProjectClouds clouds = clouds(credential(PASSWORD));

    assertThat(look(clouds)).isInstanceOf(Reading.Seen.class);
    assertThat(rollBack(clouds)).isInstanceOf(EffectResult.Taken.class);
    assertThat(cloud.tokens().asked()).isEqualTo(1);

    assertThat(denied(look(credential("another-secret"))).code())
        .isEqualTo(ErrorCode.CLOUD_UNAUTHENTICATED);
  }

  private AuthSettings credential(String secret) {
    return new AuthSettings.ApplicationCredential(
        service(cloud.endpoint()), "credential-1", SecretSource.parse(secret));
  }

  @Test
  void shouldNotTellATokenThatCannotStandInAHeader() throws Exception {
    HttpServer iam = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    iam.createContext(
        "/",
        exchange -> {
          byte[] body =
              "{\"token\":{\"expires_at\":\"2099-01-01T00:00:00Z\"}}"
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("X-Subject-Token", "s\u00e9cret-token");
          exchange.sendResponseHeaders(201, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    iam.start();
    try {
      URI endpoint = URI.create("http://127.0.0.1:" + iam.getAddress().getPort());
      Reading seen =
          look(
              clouds(
                  new AuthSettings.ApplicationCredential(
                      service(endpoint), "credential-1", SecretSource.parse(PASSWORD))));

      assertThat(seen).isInstanceOf(Reading.Unavailable.class);
      assertThat(seen.toString())
          .contains("X-Subject-Token is not printable")
          .doesNotContain("cret-token");
    } finally {
      iam.stop(0);
    }
  }

  @Test
  void shouldBeDeniedWithWrongKeysAndSayWhatToDo() {
    OutcomeError error = denied(look(keys("AK1", "another-secret", "")));

    assertThat(error.code()).isEqualTo(ErrorCode.CLOUD_UNAUTHENTICATED);
    assertThat(error.remedy()).contains("clock");
    assertThat(denied(look(keys("AK2", "another-secret", SECURITY_TOKEN))).toString())
        .contains("x-security-token:(not shown)")
        .doesNotContain(SECRETS);
    assertThat(denied(look(keys("AK2", SECRET_KEY, ""))).code())
        .isEqualTo(ErrorCode.CLOUD_UNAUTHENTICATED);
  }

  @Test
  void shouldBeDeniedWithAClockThatIsFarOff() {
    at(Duration.ofMinutes(16));

    OutcomeError error = denied(look(keys("AK1", SECRET_KEY, "")));

    assertThat(error.code()).isEqualTo(ErrorCode.CLOUD_UNAUTHENTICATED);
    assertThat(error.message()).contains("APIGW.0301");
    assertThat(error.remedy()).contains("15 minutes");
  }

  @Test
  void shouldBeDeniedAForeignProject() {
    OutcomeError byKeys = denied(look(keys("AK3", SECRET_KEY, "")));
    assertThat(byKeys.code()).isEqualTo(ErrorCode.CLOUD_REFUSED);
    assertThat(byKeys.message()).contains("Common.0018");
    assertThat(byKeys.remedy()).contains("another project");

    ProjectId other = new ProjectId("d".repeat(32));
    OutcomeError byPassword =
        denied(
            clouds(password(SecretSource.parse(PASSWORD)), other)
                .look(other, Samples.SNAPSHOT, deadline()));
    assertThat(byPassword.message()).contains("IAM.0004");
    assertThat(byPassword.remedy()).contains("rules.projects");
  }

  @Test
  void shouldRefuseAnAlteredHeader() throws Exception {
    String path = "/v3/" + SeedWorld.PROJECT + "/snapshots/" + SeedWorld.SNAPSHOT;
    URI address = cloud.endpoint().resolve(path);
    Map<String, String> headers = new TreeMap<>();
    headers.put("Host", address.getHost() + ":" + address.getPort());
    headers.put("X-Sdk-Date", Signature.date(Instant.now()));
    headers.put("X-Note", "as signed");
    String authorization =
        new Signature("AK1", SECRET_KEY).authorization("GET", path, null, headers, new byte[0]);

    assertThat(get(address, headers, authorization, "as signed")).isEqualTo(200);
    assertThat(get(address, headers, authorization, "altered")).isEqualTo(401);
  }

  private static int get(
      URI address, Map<String, String> headers, String authorization, String note)
      throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(address)
              .header("X-Sdk-Date", headers.get("X-Sdk-Date"))
              .header("X-Note", note)
              .header("Authorization", authorization)
              .build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  @Test
  void shouldFetchOneTokenForAllWhoWait() throws Exception {
    ProjectClouds clouds = clouds(password(SecretSource.parse(PASSWORD)));

    assertThat(lookTogether(clouds, 50)).allMatch(Reading.Seen.class::isInstance);
    assertThat(cloud.tokens().asked()).isEqualTo(1);

    cloud.tokens().expireAll();
    assertThat(lookTogether(clouds, 50)).allMatch(Reading.Seen.class::isInstance);
    assertThat(cloud.tokens().asked()).isEqualTo(2);
  }

  @Test
  void shouldNotFetchTokenAfterTokenWhenAllAreRefused() throws Exception {
    ProjectClouds clouds = clouds(password(SecretSource.parse(PASSWORD)));
    for (int i = 0; i < 20; i++) {
      cloud.tokens().expireAll();
      look(clouds);
    }

    assertThat(cloud.tokens().asked()).isEqualTo(2);
  }

  @Test
  void shouldRenewATokenBeforeItExpires() {
    ProjectClouds clouds = clouds(password(SecretSource.parse(PASSWORD)));
    look(clouds);

    at(Duration.ofHours(22));
    look(clouds);
    assertThat(cloud.tokens().asked()).isEqualTo(1);

    at(Duration.ofHours(23).plusMinutes(1));
    look(clouds);
    assertThat(cloud.tokens().asked()).isEqualTo(2);
  }

  @Test
  void shouldGoOnWithARenewedTokenWhenTheRollbackWasRefusedForIt() {
    ProjectClouds clouds = clouds(password(SecretSource.parse(PASSWORD)));
    look(clouds);
    cloud.tokens().expireAll();

    assertThat(rollBack(clouds))
        .isInstanceOfSatisfying(
            EffectResult.RefusedBeforeExecution.class, r -> assertThat(r.temporary()).isTrue());
    assertThat(cloud.world().effects()).isEmpty();
    assertThat(rollBack(clouds)).isInstanceOf(EffectResult.Taken.class);
    assertThat(cloud.world().effects()).hasSize(1);
  }

  @Test
  void shouldNotLockTheUserByAWrongPassword() throws Exception {
    Path file = folder.resolve("password");
    Files.writeString(file, "another-secret\n");
    ProjectClouds clouds = clouds(password(SecretSource.parse("file:" + file)));

    List<Reading> readings = lookTogether(clouds, 100);

    assertThat(readings).allSatisfy(r -> assertThat(denied(r).remedy()).contains("iam-password"));
    assertThat(denied(readings.getFirst()).code()).isEqualTo(ErrorCode.CLOUD_UNAUTHENTICATED);
    assertThat(cloud.tokens().asked()).isEqualTo(1);

    Files.writeString(file, PASSWORD + "\n");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(look(clouds)).isInstanceOf(Reading.Seen.class);
  }

  @Test
  void shouldTryAWrongPasswordAgainOnlyAfterHours() {
    ProjectClouds clouds = clouds(password(SecretSource.parse("another-secret")));
    for (int minute = 0; minute < 24 * 60; minute += 10) {
      at(Duration.ofMinutes(minute));
      denied(look(clouds));
    }

    assertThat(cloud.tokens().asked()).isEqualTo(5); // After 1, 3, 7, 15 hours.
  }

  @Test
  void shouldTryAWrongPasswordOnceForAllProjectsOfAUser() {
    ProjectId other = new ProjectId("e".repeat(32));
    AuthSettings wrong = password(SecretSource.parse("another-secret"));
    ProjectSettings settings = new ProjectSettings(cloud.endpoint(), wrong, LimitSettings.NONE);
    ProjectClouds clouds = clouds(Map.of(Samples.PROJECT, settings, other, settings));

    denied(look(clouds));
    denied(clouds.look(other, Samples.SNAPSHOT, deadline()));

    assertThat(cloud.tokens().asked()).isEqualTo(1);
  }

  @Test
  void shouldNotHoldAProjectThatIamDoesNotKnowAgainstTheOthers() {
    ProjectId unknown = new ProjectId("d".repeat(32));
    AuthSettings right = password(SecretSource.parse(PASSWORD));
    ProjectSettings settings = new ProjectSettings(cloud.endpoint(), right, LimitSettings.NONE);
    ProjectClouds clouds = clouds(Map.of(Samples.PROJECT, settings, unknown, settings));

    denied(clouds.look(unknown, Samples.SNAPSHOT, deadline()));

    assertThat(look(clouds)).isInstanceOf(Reading.Seen.class);
  }

  /** Tokens die early, and IAM cannot be asked for others: nobody is rejected for it. */
  @Test
  void shouldWaitWhenATokenCannotBeRenewedNow() throws Exception {
    SimSettings sim = SimSettings.DEFAULT.withAccess(ACCESS);
    try (Simulator iam = Simulator.start(sim, Clock.systemUTC())) {
      AuthSettings elsewhere =
          new AuthSettings.Password(
              service(iam.endpoint()), "account", "worker", SecretSource.parse(PASSWORD));
      ProjectClouds clouds = clouds(elsewhere);
      assertThat(look(clouds)).isInstanceOf(Reading.Denied.class); // Another IAM's token.

      iam.goOut();
      at(Duration.ofSeconds(10));
      assertThat(look(clouds)).isInstanceOf(Reading.Unavailable.class);
      assertThat(rollBack(clouds))
          .isInstanceOfSatisfying(
              EffectResult.RefusedBeforeExecution.class, r -> assertThat(r.temporary()).isTrue());
    }
  }

  @Test
  void shouldTakeAFixedTokenFromAFileThatChanges() throws Exception {
    Path file = folder.resolve("token");
    Files.writeString(file, "MII-not-known");
    ProjectClouds clouds = clouds(new AuthSettings.FixedToken(SecretSource.parse("file:" + file)));
    assertThat(denied(look(clouds)).code()).isEqualTo(ErrorCode.CLOUD_UNAUTHENTICATED);

    Files.delete(file);
    assertThat(look(clouds)).isInstanceOf(Reading.Unavailable.class);

    Files.writeString(file, fetchedToken());
    assertThat(look(clouds)).isInstanceOf(Reading.Seen.class);
  }

  private String fetchedToken() throws Exception {
    String body =
        """
        {"auth": {"identity": {"methods": ["password"], "password": {"user": {"name": "worker",
          "password": "%s", "domain": {"name": "account"}}}}, "scope": {"project": {"id": "%s"}}}}
        """
            .formatted(PASSWORD, SeedWorld.PROJECT);
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(cloud.endpoint().resolve("/v3/auth/tokens"))
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      return client
          .send(request, HttpResponse.BodyHandlers.discarding())
          .headers()
          .firstValue("X-Subject-Token")
          .orElseThrow();
    }
  }

  @Test
  void shouldWaitWhileIamCannotBeAsked() {
    AuthSettings nowhere =
        new AuthSettings.Password(
            service(URI.create("http://127.0.0.1:1")),
            "account",
            "worker",
            SecretSource.parse(PASSWORD));

    assertThat(look(nowhere)).isInstanceOf(Reading.Unavailable.class);
  }

  @Test
  void shouldShowNoSecretInAnyText() {
    for (AuthSettings settings :
        List.of(
            keys("AK1", SECRET_KEY, SECURITY_TOKEN),
            password(SecretSource.parse(PASSWORD)),
            new AuthSettings.FixedToken(SecretSource.parse("MII-token")))) {
      assertThat(settings.toString()).doesNotContain(SECRETS);
      assertThat(look(settings).toString()).doesNotContain(SECRETS);
    }
  }

  private static OutcomeError denied(Reading reading) {
    assertThat(reading).isInstanceOf(Reading.Denied.class);
    return ((Reading.Denied) reading).error();
  }

  private static AuthSettings keys(String accessKey, String secretKey, String token) {
    return new AuthSettings.AccessKey(
        SecretSource.parse(accessKey), SecretSource.parse(secretKey), SecretSource.parse(token));
  }

  private AuthSettings password(SecretSource password) {
    return new AuthSettings.Password(service(cloud.endpoint()), "account", "worker", password);
  }

  private ProjectClouds clouds(AuthSettings auth) {
    return clouds(auth, Samples.PROJECT);
  }

  private ProjectClouds clouds(AuthSettings auth, ProjectId project) {
    ProjectSettings settings = new ProjectSettings(cloud.endpoint(), auth, LimitSettings.NONE);
    return clouds(Map.of(project, settings));
  }

  private ProjectClouds clouds(Map<ProjectId, ProjectSettings> projects) {
    return new ProjectClouds(
        TestSettings.cloud(Duration.ofSeconds(1), 2, projects),
        new FleetShare(1),
        Freezes.NONE,
        new Pace(time, 1_000),
        (kind, result, took) -> {},
        CrashPoints.NONE,
        time);
  }

  private Reading look(AuthSettings auth) {
    return look(clouds(auth));
  }

  private Reading look(ProjectClouds clouds) {
    return clouds.look(Samples.PROJECT, Samples.SNAPSHOT, deadline());
  }

  private Instant deadline() {
    return time.now().plusSeconds(60);
  }

  private List<Reading> lookTogether(ProjectClouds clouds, int count) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Reading> look = () -> look(clouds);
      return threads.invokeAll(Collections.nCopies(count, look)).stream()
          .map(Future::resultNow)
          .toList();
    }
  }

  private EffectResult rollBack(ProjectClouds clouds) {
    SendPermit send =
        new SendPermit(
            Samples.permitKey(),
            time.now().plusSeconds(60),
            Duration.ofSeconds(60),
            time,
            System.nanoTime() + 3_600_000_000_000L * 30);
    return clouds.rollback(Samples.PROJECT, Samples.SNAPSHOT, Samples.VOLUME, send);
  }

  /** Both clocks, counted from the test's beginning. */
  private void at(Duration sinceStart) {
    time.advance(Duration.between(time.now(), start.plus(sinceStart)));
  }

  private static AuthSettings.TokenService service(URI endpoint) {
    return new AuthSettings.TokenService(endpoint, "/v3/auth/tokens");
  }
}
