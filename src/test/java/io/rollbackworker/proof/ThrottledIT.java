package io.rollbackworker.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.cloud.CloudSettings;
import io.rollbackworker.cloud.ProjectSettings;
import io.rollbackworker.cloud.auth.AuthSettings;
import io.rollbackworker.cloud.limits.LimitSettings;
import io.rollbackworker.dev.simulator.CallLimit;
import io.rollbackworker.dev.simulator.SimSettings;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.Figures;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.testing.TestSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two workers before a gateway that lets 50 calls a second through. */
@Tag("proof")
class ThrottledIT {
  private static final int QUOTA = 50;
  private static final int COMMANDS = Integer.getInteger("throttled.commands", 200);

  /**
   * A run long enough for its figures to be judged. Shorter ones report them: on a machine that has
   * other work too they say more about that than about us.
   */
  private static final int LONG_RUN = 2_000;

  /** Whether the limit is configured, or has to be found out by 429s. */
  @ParameterizedTest
  @CsvSource({"50", "500"})
  void shouldUseTheQuotaAndRejectNobody(int configured) throws Exception {
    SimSettings sim =
        new SimSettings(
                0,
                Duration.ofMillis(10),
                Duration.ofMillis(20),
                Duration.ofSeconds(2),
                Duration.ZERO,
                null)
            .withLimit(QUOTA);
    try (Fleet fleet = Fleet.with(6, sim, COMMANDS)) {
      fleet.startWorker(cloud(fleet, configured));
      fleet.startWorker(cloud(fleet, configured));
      fleet.awaitRunning();
      for (int i = 1; i <= COMMANDS; i++) {
        fleet.publisher().publish(null, Fleet.json("bulk-" + i, ""));
      }
      fleet.awaitAnswers(COMMANDS, Duration.ofMinutes(10));

      Usage usage = Usage.of(fleet.cloud().limit().seconds());
      Figures.note(COMMANDS + " commands, " + configured + " calls/s configured: " + usage);
      assertThat(fleet.answers())
          .allSatisfy(answer -> assertThat(answer.result()).isInstanceOf(Result.Accepted.class));
      if (COMMANDS >= LONG_RUN) {
        assertThat(usage.used).isGreaterThan(0.95);
        assertThat(usage.refused).isLessThan(0.02);
      }
    }
  }

  private static CloudSettings cloud(Fleet fleet, int perSecond) {
    LimitSettings limits =
        new LimitSettings(perSecond, perSecond, perSecond, 128, 1_000_000, 1_000_000);
    ProjectSettings project =
        new ProjectSettings(fleet.cloud().endpoint(), new AuthSettings.None(), limits);
    return TestSettings.cloud(Duration.ofSeconds(3), 3, Map.of(Samples.PROJECT, project));
  }

  /**
   * How much of the quota was used after the first seconds, and what share of calls was refused
   * after the first ten; the last seconds have too little to do.
   */
  private record Usage(double used, double refused, int seconds) {
    static Usage of(List<CallLimit.Second> all) {
      List<CallLimit.Second> steady = all.subList(3, all.size() - 2);
      List<CallLimit.Second> late = all.subList(Math.min(10, all.size() - 1), all.size());
      double passed = steady.stream().mapToInt(CallLimit.Second::passed).sum();
      long seconds = steady.getLast().epochSecond() - steady.getFirst().epochSecond() + 1;
      double refused = late.stream().mapToInt(CallLimit.Second::refused).sum();
      double calls = refused + late.stream().mapToInt(CallLimit.Second::passed).sum();
      return new Usage(passed / (seconds * QUOTA), refused / calls, all.size());
    }
  }
}
