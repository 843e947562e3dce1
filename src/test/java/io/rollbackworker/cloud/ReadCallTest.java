package io.rollbackworker.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.cloud.limits.BreakerSettings;
import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.dev.simulator.Fault;
import io.rollbackworker.dev.simulator.FaultPoint;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.SimSettings;
import io.rollbackworker.dev.simulator.Simulator;
import io.rollbackworker.disk.FleetShare;
import io.rollbackworker.disk.Freezes;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.time.Pace;
import io.rollbackworker.time.Time;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When {@link ReadCall} repeats a read, and when it gives up. */
class ReadCallTest {
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Simulator cloud = Simulator.start(SimSettings.DEFAULT, Clock.systemUTC());
  private final ProjectClouds clouds = clouds(100, new BreakerSettings(20, 50, PAUSE));

  ReadCallTest() {
    SeedWorld.fill(cloud.world(), 0);
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void shouldRepeatAReadThatFailsShortly() {
    cloud.faults().add(onShow(FaultPoint.ERROR_BEFORE_EFFECT).times(1));
    cloud.faults().add(onShow(FaultPoint.CLOSE_BEFORE_EFFECT).times(1));

    assertThat(look(clouds)).isInstanceOf(Reading.Seen.class);
  }

  @Test
  void shouldGiveUpAReadThatKeepsFailing() {
    cloud.faults().add(onShow(FaultPoint.ERROR_BEFORE_EFFECT).times(100));

    assertThat(look(clouds)).isInstanceOf(Reading.Unavailable.class);
    assertThat(cloud.faults().waiting().getFirst().times()).isEqualTo(100 - 3);
  }

  /** Ten are there to begin with: five reads of three attempts make ten repeats, no more. */
  @Test
  void shouldChargeTheBudgetForRepeatsThatAreMadeAndForNoOther() {
    ProjectClouds thrifty = clouds(1, new BreakerSettings(1_000, 100, PAUSE));
    var _ = look(thrifty); // One success: the breaker stays out of this.
    cloud.faults().add(onShow(FaultPoint.ERROR_BEFORE_EFFECT).times(100));

    for (int i = 0; i < 6; i++) {
      assertThat(look(thrifty)).isInstanceOf(Reading.Unavailable.class);
    }

    assertThat(cloud.faults().waiting().getFirst().times()).isEqualTo(100 - 5 * 3 - 1);
  }

  @Test
  void shouldNotRepeatAThrottledRead() {
    cloud
        .faults()
        .add(onShow(FaultPoint.ERROR_BEFORE_EFFECT).times(100).answering(429, null, null));

    assertThat(look(clouds)).isInstanceOf(Reading.Unavailable.class);
    assertThat(cloud.faults().waiting().getFirst().times()).isEqualTo(99);
  }

  @Test
  void shouldNotRepeatAReadWhoseDeadlineIsNear() {
    cloud.faults().add(onShow(FaultPoint.ERROR_BEFORE_EFFECT).times(100));

    var _ = clouds.look(Samples.PROJECT, Samples.SNAPSHOT, Instant.now().plusSeconds(1));

    assertThat(cloud.faults().waiting().getFirst().times()).isEqualTo(99);
  }

  private static Reading look(ProjectClouds clouds) {
    return clouds.look(Samples.PROJECT, Samples.SNAPSHOT, Instant.now().plusSeconds(60));
  }

  private static Fault onShow(FaultPoint point) {
    return new Fault(
        Fault.Operation.SHOW_SNAPSHOT, point, SeedWorld.SNAPSHOT, 1, 503, null, null, 1);
  }

  private ProjectClouds clouds(int retryPercent, BreakerSettings breaker) {
    CloudSettings settings =
        new CloudSettings(
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            3,
            retryPercent,
            breaker,
            Transport.DIRECT,
            Map.of(Samples.PROJECT, ProjectSettings.at(cloud.endpoint())));
    return new ProjectClouds(
        settings,
        new FleetShare(1),
        Freezes.NONE,
        new Pace(Time.system(), 1_000),
        (kind, result, took) -> {},
        CrashPoints.NONE,
        Time.system());
  }
}
