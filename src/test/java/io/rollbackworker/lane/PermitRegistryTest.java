package io.rollbackworker.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollbackworker.command.PermitId;
import io.rollbackworker.disk.SendPermit;
import io.rollbackworker.rollback.SessionEnded;
import io.rollbackworker.testing.ManualTime;
import io.rollbackworker.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PermitRegistryTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private final ManualTime time = new ManualTime(NOON);
  private final PermitRegistry registry =
      new PermitRegistry(time, Samples::permitKey, Duration.ofSeconds(30));
  private final PermitRegistry.Session session = new PermitRegistry.Session();

  @Test
  void shouldGiveAPermitThatIsGoodOnce() throws Exception {
    SendPermit permit = registry.issue(session, NOON.plusSeconds(3_600));

    assertThat(permit.take()).isTrue();
    assertThat(permit.take()).isFalse();
    assertThat(permit.burn()).isFalse();
  }

  @Test
  void shouldNotOutliveItsLifeOnEitherClock() throws Exception {
    SendPermit byWall = registry.issue(session, NOON.plusSeconds(3_600));
    SendPermit byMonotonic = registry.issue(session, NOON.plusSeconds(3_600));

    time.jump(Duration.ofSeconds(30));
    assertThat(byWall.take()).isFalse();
    time.advance(Duration.ofSeconds(30));
    time.jump(Duration.ofSeconds(-60));
    assertThat(byMonotonic.take()).isFalse();
  }

  @Test
  void shouldNotOutliveTheDeadline() throws Exception {
    SendPermit permit = registry.issue(session, NOON.plusSeconds(5));

    time.jump(Duration.ofSeconds(5));

    assertThat(permit.take()).isFalse();
    assertThat(permit.isBurned()).isTrue();
  }

  @Test
  void shouldGiveNothingAfterTheSessionWasClosedAndBurnWhatIsUnused() throws Exception {
    SendPermit unused = registry.issue(session, NOON.plusSeconds(60));
    SendPermit taken = registry.issue(session, NOON.plusSeconds(60));
    taken.take();

    registry.close(session);

    assertThat(unused.take()).isFalse();
    assertThat(registry.burnUnused(unused.permit().id())).isTrue();
    assertThat(registry.burnUnused(taken.permit().id())).isFalse();
    assertThatThrownBy(() -> registry.issue(session, NOON.plusSeconds(60)))
        .isInstanceOf(SessionEnded.class);
  }

  @Test
  void shouldRememberBurnedPermitsAfterTheyAreConcludedButVouchForNoStrangers() throws Exception {
    SendPermit unused = registry.issue(session, NOON.plusSeconds(60));
    registry.close(session);
    registry.concluded(unused);

    assertThat(registry.burnUnused(unused.permit().id())).isTrue();
    assertThat(registry.burnUnused(new PermitId("of another process"))).isFalse();
    assertThat(registry.hasLive(session)).isFalse();
  }
}
