package io.rollbackworker.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.PermitId;
import io.rollbackworker.evidence.Evidence.Says;
import io.rollbackworker.evidence.Notice.What;
import io.rollbackworker.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class CloudLogTest {
  private static final PermitId PERMIT = new PermitId("p");

  private final EvidenceBook book = new EvidenceBook();
  private CloudLog log = new CloudLog(book);

  /** A gateway repeated the request, and the repeat was refused. */
  @Test
  void shouldLetTheYesCountWhicheverComesFirst() {
    take(PERMIT, What.REFUSED);
    assertThat(log.about(PERMIT).orElseThrow().says()).isEqualTo(Says.NOT_TAKEN);
    take(PERMIT, What.TAKEN);
    take(PERMIT, What.REFUSED);

    assertThat(log.about(PERMIT).orElseThrow().says()).isEqualTo(Says.TAKEN);
  }

  /** Cinder tells it of a revert that failed, too. */
  @Test
  void shouldTakeAnEndForNoVerdict() {
    take(PERMIT, What.ENDED);

    assertThat(log.about(PERMIT)).isEmpty();
    assertThat(book.about(PERMIT)).isEmpty();
    assertThat(log.has(PERMIT, What.ENDED)).isTrue();
  }

  @Test
  void shouldWakeWhoWaitsForIt() {
    try (CloudLog.Waiting waiting = log.await(PERMIT, EnumSet.of(What.ENDED))) {
      take(PERMIT, What.BEGUN);
      take(new PermitId("another"), What.ENDED);
      assertThat(waiting.heard()).isNotDone();

      take(PERMIT, What.ENDED);

      assertThat(waiting.heard()).isDone();
    }
    try (CloudLog.Waiting again = log.await(PERMIT, EnumSet.of(What.ENDED))) {
      assertThat(again.heard()).isNotDone(); // It is known, see has().
    }
  }

  /** Only this names the snapshot, by which lanes find the run. */
  @Test
  void shouldLeaveTheBeginWhereLanesHearIt() {
    take(PERMIT, What.TAKEN);
    assertThat(book.about(PERMIT)).isEmpty();

    take(PERMIT, What.BEGUN);

    assertThat(book.about(PERMIT))
        .singleElement()
        .satisfies(
            evidence -> {
              assertThat(evidence.by()).isEqualTo(Evidence.By.LOG);
              assertThat(evidence.says()).isEqualTo(Says.TAKEN);
            });
  }

  @Test
  void shouldForgetTheOldestPermitsOfAFlood() {
    take(PERMIT, What.TAKEN);
    take(PERMIT, What.BEGUN);
    for (int i = 0; i < 20_000; i++) {
      take(new PermitId("forged-" + i), What.TAKEN);
    }

    assertThat(log.about(PERMIT)).isEmpty();
    assertThat(book.about(PERMIT)).isEmpty();
    assertThat(log.about(new PermitId("forged-0"))).isPresent();
  }

  @Test
  void shouldRememberTheEarliestTimeThatWasAskedFor() {
    Instant earlier = Samples.NOW.minus(Duration.ofDays(1));
    log.readFrom(earlier);
    log.readFrom(Samples.NOW);

    assertThat(log.wantedFrom()).isEqualTo(earlier);
  }

  @Test
  void shouldHearNothingWhereNobodyReadsTheLog() {
    log = CloudLog.none();
    take(PERMIT, What.BEGUN);

    assertThat(log.about(PERMIT)).isEmpty();
    assertThat(log.has(PERMIT, What.BEGUN)).isFalse();
  }

  private void take(PermitId permit, What what) {
    log.take(
        new Notice(permit, what, what == What.BEGUN ? Samples.SNAPSHOT : null, null, "so it says"),
        Samples.NOW);
  }
}
