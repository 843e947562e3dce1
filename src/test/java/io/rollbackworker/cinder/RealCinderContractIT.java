package io.rollbackworker.cinder;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.disk.EffectResult;
import io.rollbackworker.disk.SendPermit;
import io.rollbackworker.testing.Samples;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same contract, on a service that nobody here wrote. */
@Tag("containers")
class RealCinderContractIT extends CinderContract {
  private RealCinder real;

  @Override
  CinderPlace place() {
    real = RealCinder.orSkip();
    return real;
  }

  @Test
  void shouldFindThePermitInTheLogsOfAllServices() throws Exception {
    SendPermit permit = Samples.permitFor(Duration.ofSeconds(60));

    assertThat(revert(real.newPair(0, false), permit)).isInstanceOf(EffectResult.Taken.class);

    String id = "req-" + permit.permit().id();
    assertThat(real.hasLogged("api.log", id)).isTrue();
    assertThat(real.hasLogged("volume.log", id)).isTrue();
  }
}
