package io.rollbackworker.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.disk.Reading;
import io.rollbackworker.outcome.CloudError;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.precondition.Preconditions;
import io.rollbackworker.testing.ByHand;
import io.rollbackworker.testing.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of a refusal, from the state that is read after it. */
class ExplanationTest {
  private static final CloudError CLOUD = new CloudError(400, "EVS.2068", "status", "req-1");
  private static final OutcomeError REFUSED =
      OutcomeError.of(ErrorCode.CLOUD_REFUSED, "Expected the cloud to take it.", CLOUD);
  private static final OutcomeError MISSING =
      OutcomeError.of(ErrorCode.SNAPSHOT_NOT_FOUND, "Expected the snapshot.", CLOUD);

  private final Explanation explanation =
      new Explanation(new Preconditions(List.of()), Samples.command("c"), Samples.PROJECT);

  @Test
  void shouldLeaveARefusalThatTheStateDoesNotExplain() {
    assertThat(of(REFUSED, ByHand.available())).isEqualTo(REFUSED);
  }

  @Test
  void shouldTellWhatCanNeverBeInsteadOfTheCloudsCode() {
    OutcomeError told = of(REFUSED, ByHand.nothing());

    assertThat(told.code()).isEqualTo(ErrorCode.SNAPSHOT_NOT_FOUND);
    assertThat(told.cloud()).isEqualTo(CLOUD);
  }

  @Test
  void shouldNameABusyVolumeAndAdviseToWait() {
    Reading busy = ByHand.seen("available", null, "backing-up", "2026-11-21T03:00:01.000000");

    OutcomeError told = of(REFUSED, busy);

    assertThat(told.code()).isEqualTo(ErrorCode.CLOUD_REFUSED);
    assertThat(told.message()).contains("backing-up").contains("so the cloud refused it");
    assertThat(told.remedy()).contains("new command_id");
  }

  /** The snapshot is there, but the address was not. */
  @Test
  void shouldSuspectThePathWhereTheCloudDoesNotFindWhatIsThere() {
    OutcomeError told = of(MISSING, ByHand.available());

    assertThat(told.code()).isEqualTo(ErrorCode.CLOUD_REFUSED);
    assertThat(told.remedy()).contains("cloud.rollback-path");
  }

  @Test
  void shouldLeaveReasonsThatHaveNothingToDoWithTheState() {
    OutcomeError forbidden = OutcomeError.of(ErrorCode.CLOUD_FORBIDDEN, "Expected to be let in.");

    assertThat(of(forbidden, ByHand.nothing())).isEqualTo(forbidden);
  }

  private OutcomeError of(OutcomeError refusal, Reading seen) {
    return explanation.of(refusal, ((Reading.Seen) seen).observation());
  }
}
