package io.rollbackworker.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rollbackworker.command.Origin;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Subject;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.time.Time;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OutcomeLogTest {
  /** The lane's thread tells it, and goes on whatever a meter makes of it. */
  @Test
  void shouldSurviveATimeThatNoMeterCanHold() {
    OutcomeLog log = new OutcomeLog(new Meters(new SimpleMeterRegistry()), Time.system());
    Outcome outcome = answerToACommandOfTheYear1();

    log.told(outcome, 0);

    assertThat(log.last()).containsExactly(outcome);
  }

  private static Outcome answerToACommandOfTheYear1() {
    Origin origin = new Origin(Samples.TOPIC_ID, 3, 17, Instant.parse("0001-01-01T00:00:00Z"));
    Subject usual = Samples.subject("c-1");
    Subject subject =
        new Subject(
            usual.snapshotId(),
            usual.volumeId(),
            usual.projectId(),
            usual.commandId(),
            origin,
            usual.audit(),
            null,
            usual.traceparent());
    return new Outcome(subject, Samples.place(17), null, Samples.told(1, Samples.acceptedResult()));
  }
}
