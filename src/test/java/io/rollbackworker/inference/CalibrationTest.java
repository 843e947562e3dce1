package io.rollbackworker.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.inference.Lessons.Contradiction;
import io.rollbackworker.testing.Samples;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a fleet has learned together. */
class CalibrationTest {
  private static final Contradiction ODD = new Contradiction(Samples.NOW, "it did not move");

  private final Calibration own = new Calibration("w1");
  private final Calibration other = new Calibration("w2");
  private final CalibrationCodec ownCodec = new CalibrationCodec(own, 1);
  private final CalibrationCodec otherCodec = new CalibrationCodec(other, 1);

  @Test
  void shouldAddWhatAllProcessesHaveSeen() {
    own.learn(Samples.PROJECT, new Lessons(3, 1, 0, null));
    other.learn(Samples.PROJECT, new Lessons(2, 2, 0, null));

    publishToOwn();
    publishToOwn(); // Again: a state, not a sum of messages.
    other.learn(Samples.PROJECT, new Lessons(1, 0, 0, null));
    publishToOwn();

    assertThat(own.of(Samples.PROJECT)).isEqualTo(new Lessons(6, 3, 0, null));
  }

  @Test
  void shouldNotCountItsOwnTwice() {
    own.learn(Samples.PROJECT, new Lessons(3, 1, 0, null));
    own.takeChanged()
        .forEach(
            (project, lessons) ->
                assertThat(ownCodec.take(ownCodec.key(project), CalibrationCodec.value(lessons)))
                    .isEmpty());

    assertThat(own.of(Samples.PROJECT)).isEqualTo(new Lessons(3, 1, 0, null));
  }

  @Test
  void shouldTakeOverAContradictionSoThatItOutlivesWhoFoundIt() {
    own.learn(Samples.PROJECT, new Lessons(3, 1, 0, null));
    other.learn(Samples.PROJECT, new Lessons(0, 0, 0, ODD));

    publishToOwn();
    own.hear(Samples.PROJECT, "w2", null); // Its record is gone.

    assertThat(own.of(Samples.PROJECT).contradiction()).isEqualTo(ODD);
    assertThat(own.takeChanged()).isEqualTo(Map.of(Samples.PROJECT, new Lessons(3, 1, 0, ODD)));
    assertThat(own.takeChanged()).isEmpty();
  }

  @Test
  void shouldKnowOnlyTheFirstContradictionAsSuch() {
    assertThat(own.learn(Samples.PROJECT, new Lessons(0, 0, 0, ODD))).isTrue();
    assertThat(own.learn(Samples.PROJECT, new Lessons(0, 0, 0, ODD))).isFalse();
    assertThat(own.learn(Samples.PROJECT, new Lessons(1, 0, 0, null))).isFalse();
  }

  @Test
  void shouldBeginAnewWithAnotherNumber() {
    Calibration third = new Calibration("w3");
    CalibrationCodec next = new CalibrationCodec(third, 2);
    other.learn(Samples.PROJECT, new Lessons(0, 0, 0, ODD));

    other
        .takeChanged()
        .forEach(
            (project, lessons) ->
                assertThat(next.take(otherCodec.key(project), CalibrationCodec.value(lessons)))
                    .isEmpty());

    assertThat(third.of(Samples.PROJECT)).isEqualTo(Lessons.NONE);
  }

  @Test
  void shouldForgetOthersWithTheirTopicAndRepeatItsOwn() {
    own.learn(Samples.PROJECT, new Lessons(3, 1, 0, null));
    other.learn(Samples.PROJECT, new Lessons(2, 2, 0, null));
    publishToOwn();
    own.takeChanged();

    own.startOver();

    assertThat(own.of(Samples.PROJECT)).isEqualTo(new Lessons(3, 1, 0, null));
    assertThat(own.takeChanged()).containsOnlyKeys(Samples.PROJECT);
  }

  @Test
  void shouldSayWhatIsWrongWithARecord() {
    assertThat(ownCodec.take("calibration:x".getBytes(UTF_8), new byte[0]))
        .hasValueSatisfying(problem -> assertThat(problem).contains("calibration:x"));
    assertThat(ownCodec.take(otherCodec.key(Samples.PROJECT), "{}".getBytes(UTF_8)))
        .hasValueSatisfying(problem -> assertThat(problem).contains("moved"));
    assertThat(own.of(Samples.PROJECT)).isEqualTo(Lessons.NONE);
  }

  @Test
  void shouldTellItsRecordsFromEvidence() {
    assertThat(CalibrationCodec.isLesson(ownCodec.key(Samples.PROJECT))).isTrue();
    assertThat(CalibrationCodec.isLesson("3f0c7c1e-0001".getBytes(UTF_8))).isFalse();
    assertThat(CalibrationCodec.isLesson(null)).isFalse();
  }

  private void publishToOwn() {
    other.repeat();
    other
        .takeChanged()
        .forEach(
            (project, lessons) ->
                assertThat(ownCodec.take(otherCodec.key(project), CalibrationCodec.value(lessons)))
                    .isEmpty());
  }
}
