package io.rollbackworker.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.cloud.CloudSettings;
import io.rollbackworker.cloud.ProjectSettings;
import io.rollbackworker.cloud.auth.AuthSettings;
import io.rollbackworker.cloud.limits.LimitSettings;
import io.rollbackworker.config.SecretSource;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.SimAccess;
import io.rollbackworker.dev.simulator.SimSettings;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.client.OutcomeReader;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.testing.TestSettings;
import io.rollbackworker.testing.WorkerProcess;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Credentials that end, or are wrong, in a running fleet. */
class CredentialsIT {
  private static final String PASSWORD = "pass-word-that-is-secret";
  private static final String SECRET_KEY = "sk-that-is-secret";
  private static final String WRONG = "wrong-but-secret-too";
  private static final String TOKEN = "MII-that-is-secret";
  private static final SimSettings CLOUD =
      SimSettings.DEFAULT.withAccess(
          new SimAccess(
              List.of(new SimAccess.Key("AK", SECRET_KEY, null, SeedWorld.PROJECT)),
              List.of(
                  new SimAccess.User("account", "worker", PASSWORD, List.of(SeedWorld.PROJECT))),
              Duration.ofHours(24)));

  @TempDir private Path folder;

  @Test
  void shouldGoOnWhenTokensExpireInMidRun() throws Exception {
    int commands = 300;
    try (Fleet fleet = Fleet.with(4, CLOUD, commands)) {
      fleet.startWorker(cloud(fleet));
      fleet.startWorker(cloud(fleet));
      fleet.awaitRunning();
      for (int i = 1; i <= commands; i++) {
        fleet.publisher().publish(null, Fleet.json("bulk-" + i, ""));
        if (i == commands / 3) {
          await().until(() -> fleet.cloud().world().effects().size() > commands / 6);
          fleet.cloud().tokens().expireAll();
        }
      }
      fleet.awaitAnswers(commands);

      assertThat(fleet.answers())
          .allSatisfy(a -> assertThat(a.result()).isInstanceOf(Result.Accepted.class));
      assertThat(fleet.cloud().tokens().asked()).isLessThanOrEqualTo(4);
    }
  }

  private static CloudSettings cloud(Fleet fleet) {
    var auth =
        new AuthSettings.Password(
            new AuthSettings.TokenService(fleet.cloud().endpoint(), "/v3/auth/tokens"),
            "account",
            "worker",
            SecretSource.parse(PASSWORD));
    return TestSettings.cloud(
        Duration.ofSeconds(3),
        2,
        Map.of(
            Samples.PROJECT,
            new ProjectSettings(fleet.cloud().endpoint(), auth, LimitSettings.NONE)));
  }

  /** Settings of a worker, and what its command is answered. */
  private record Case(Map<String, String> settings, ErrorCode error) {}

  static Stream<Case> cases() {
    return Stream.of(
        new Case(
            Map.of("AUTH", "password", "IAM_PASSWORD", WRONG), ErrorCode.CLOUD_UNAUTHENTICATED),
        new Case(Map.of("AUTH", "token", "TOKEN", TOKEN), ErrorCode.CLOUD_UNAUTHENTICATED),
        new Case(
            Map.of("AUTH", "aksk", "ACCESS_KEY", "AK", "SECRET_KEY", WRONG),
            ErrorCode.CLOUD_UNAUTHENTICATED),
        new Case(Map.of("AUTH", "aksk", "ACCESS_KEY", "AK", "SECRET_KEY", SECRET_KEY), null),
        new Case(Map.of("AUTH", "password", "IAM_PASSWORD", PASSWORD), null));
  }

  /** The packaged program; everything that it says is searched. */
  @ParameterizedTest
  @MethodSource("cases")
  void shouldTellNoSecretInAnyOutput(Case credentials) throws Exception {
    File log = folder.resolve("worker.log").toFile();
    try (Fleet fleet = Fleet.with(2, CLOUD, 20)) {
      Map<String, String> environment = environment(fleet, credentials.settings);
      try (WorkerProcess worker =
          WorkerProcess.start(
              List.of(WorkerProcess.image() + "/bin/rollback-worker", "run"), environment, log)) {
        for (int i = 1; i <= 20; i++) {
          fleet.publisher().publish(null, Fleet.json("bulk-" + i, ""));
        }
        fleet.awaitAnswers(20);
        worker.terminate();
      }
      assertThat(fleet.answers())
          .allSatisfy(
              answer -> {
                if (credentials.error == null) {
                  assertThat(answer.result()).isInstanceOf(Result.Accepted.class);
                } else {
                  assertThat(((Result.Rejected) answer.result()).error().code())
                      .isEqualTo(credentials.error);
                }
              });
      assertThat(fleet.cloud().tokens().asked()).isLessThanOrEqualTo(1);
      assertThat(Files.readString(log.toPath()) + allRecords(fleet.kafka()))
          .contains("outcome")
          .doesNotContain(PASSWORD, SECRET_KEY, WRONG, TOKEN, "MII");
    }
  }

  private static Map<String, String> environment(Fleet fleet, Map<String, String> credentials) {
    Map<String, String> environment =
        WorkerProcess.environment(
            fleet.kafka(),
            fleet.cloud().endpoint(),
            "edge",
            Map.of(
                "LOG_LEVEL", "DEBUG",
                "CLOUD_IAM_ENDPOINT", fleet.cloud().endpoint().toString(),
                "CLOUD_IAM_DOMAIN", "account",
                "CLOUD_IAM_USER", "worker"));
    credentials.forEach((key, value) -> environment.put("ROLLBACK_CLOUD_" + key, value));
    return environment;
  }

  /** What the worker wrote to outcomes and ledger. */
  private static String allRecords(KafkaSettings kafka) {
    StringBuilder all = new StringBuilder();
    for (String topic : List.of(kafka.outcomesTopic(), kafka.ledgerTopic())) {
      try (OutcomeReader reader = OutcomeReader.fromBeginning(kafka, topic)) {
        reader.readToEnd(event -> all.append(event).append('\n'));
      }
    }
    return all.toString();
  }
}
