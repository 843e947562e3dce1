package io.rollbackworker.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.cloud.CloudSettings;
import io.rollbackworker.cloud.ProjectSettings;
import io.rollbackworker.cloud.auth.AuthSettings;
import io.rollbackworker.cloud.limits.LimitSettings;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.testing.TestSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How much may go wrong before somebody looks, over a whole fleet. */
class CapsIT {
  private static final Duration ROLLBACK = Duration.ofSeconds(1);
  private static final int COMMANDS = 24;

  @Test
  void shouldNeverRunMoreRollbacksAtOnceThanTheCap() throws Exception {
    try (Fleet fleet = Fleet.with(4, ROLLBACK)) {
      fleet.startWorker(cloud(fleet, 1_000_000, 4));
      fleet.startWorker(cloud(fleet, 1_000_000, 4));
      fleet.awaitRunning();
      publish(fleet, COMMANDS);
      fleet.awaitAnswers(COMMANDS);

      List<Instant> starts = starts(fleet);
      for (Instant start : starts) {
        Instant end = start.plus(ROLLBACK);
        assertThat(starts.stream().filter(at -> !at.isBefore(start) && at.isBefore(end)).count())
            .isLessThanOrEqualTo(4);
      }
    }
  }

  @Test
  void shouldStartNoMoreInAMinuteThanTheCap() throws Exception {
    try (Fleet fleet = Fleet.with(4)) {
      fleet.startWorker(cloud(fleet, 6, 1_000_000));
      fleet.startWorker(cloud(fleet, 6, 1_000_000));
      fleet.awaitRunning();
      for (int i = 1; i <= COMMANDS; i++) {
        String soon = "'expires_at':'" + Instant.now().plusSeconds(10) + "'";
        fleet.publisher().publish(null, Fleet.json("bulk-" + i, soon));
      }
      fleet.awaitAnswers(COMMANDS);

      assertThat(starts(fleet)).hasSizeBetween(1, 6);
      assertThat(fleet.answers())
          .filteredOn(answer -> answer.result() instanceof Result.Rejected)
          .hasSizeGreaterThanOrEqualTo(COMMANDS - 6)
          .allSatisfy(
              answer ->
                  assertThat(answer.result().errorOrNull().message())
                      .contains("rollbacks-per-minute"));
    }
  }

  private static void publish(Fleet fleet, int commands) {
    for (int i = 1; i <= commands; i++) {
      fleet.publisher().publish(null, Fleet.json("bulk-" + i, ""));
    }
  }

  private static List<Instant> starts(Fleet fleet) {
    return fleet.cloud().world().effects().stream().map(e -> Instant.parse(e.at())).toList();
  }

  private static CloudSettings cloud(Fleet fleet, int perMinute, int atOnce) {
    LimitSettings limits = new LimitSettings(10_000, 10_000, 10_000, 128, perMinute, atOnce);
    ProjectSettings project =
        new ProjectSettings(fleet.cloud().endpoint(), new AuthSettings.None(), limits);
    return TestSettings.cloud(Duration.ofSeconds(3), 2, Map.of(Samples.PROJECT, project));
  }
}
