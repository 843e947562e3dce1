package io.rollbackworker.campaign;

import static io.rollbackworker.campaign.CampaignByHand.NAME;
import static io.rollbackworker.campaign.CampaignByHand.completed;
import static io.rollbackworker.campaign.CampaignByHand.disk;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.CommandId;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Observed;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose answers count, and how fast they come. */
class ResultsTest {
  private CampaignByHand world;

  @BeforeEach
  void begin() throws Exception {
    world =
        new CampaignByHand(
            2, new Terms(0, Duration.ZERO, 10, 1, Duration.ofHours(1), false, false));
    world.swept();
  }

  private Standing standing(int disk) {
    return Standings.of(world.plan, world.campaign, world.results).of().get(disk(disk));
  }

  @Test
  void shouldHearItsOwnCommandsAlone() {
    CommandId others = new CommandId("other/" + disk(0));

    assertThat(world.hear(disk(0), others, null, completed())).isFalse();
    assertThat(standing(0)).isEqualTo(Standing.SENT);
    assertThat(world.hear(disk(0), NAME.commandId(disk(0)), null, completed())).isTrue();
    assertThat(standing(0)).isEqualTo(Standing.COMPLETED);
  }

  /** What it repeats may still fail. */
  @Test
  void shouldFollowTheCommandOfOthersThatItRepeats() {
    CommandId others = new CommandId("nightly-1");
    world.hear(disk(0), NAME.commandId(disk(0)), others, Samples.acceptedResult());
    world.hear(disk(1), NAME.commandId(disk(1)), others, Samples.inDoubtResult());

    assertThat(standing(0)).isEqualTo(Standing.RUNNING);
    assertThat(standing(1)).isEqualTo(Standing.IN_DOUBT);
    assertThat(world.hear(disk(0), others, null, completed())).isTrue();
    assertThat(world.hear(disk(1), others, null, Samples.failedResult())).isTrue();
    assertThat(standing(0)).isEqualTo(Standing.REPEATED);
    assertThat(standing(1)).isEqualTo(Standing.FAILED);
  }

  /** Anybody may publish a record under an id that is not his. */
  @Test
  void shouldNotBelieveWhatAnswersAnotherRecordUnderItsId() {
    CommandId own = NAME.commandId(disk(0));
    Result reused =
        new Result.Rejected(
            null, OutcomeError.of(ErrorCode.COMMAND_ID_REUSED, "used"), Observed.NOTHING);
    world.told(disk(0), completed());

    assertThat(world.hear(disk(0), own, own, Samples.acceptedResult())).isFalse();
    assertThat(world.hear(disk(0), own, null, reused)).isFalse();
    assertThat(standing(0)).isEqualTo(Standing.COMPLETED);
    assertThat(world.hear(disk(1), NAME.commandId(disk(1)), null, reused)).isTrue();
    assertThat(standing(1)).as("all that was answered").isEqualTo(Standing.REJECTED);
  }

  @Test
  void shouldTellTheRateOfTheLastMinute() {
    Instant now = Samples.NOW;
    List<Instant> ends =
        List.of(
            now.minusSeconds(300),
            now.minusSeconds(40),
            now.minusSeconds(20),
            now.minusSeconds(10));

    Pace pace = Pace.of(ends, 100, Instant.MIN, now);

    assertThat(pace.perSecond()).isEqualTo(2 / 40.0); // After the first of the last minute.
    assertThat(pace.eta()).contains(Duration.ofSeconds(2_000));
    Pace unknown = Pace.of(ends, 100, Instant.MIN, now.plusSeconds(600));
    assertThat(Pace.of(ends, 100, now.minusSeconds(30), now).perSecond())
        .as("after a standstill")
        .isEqualTo(1 / 20.0);
    assertThat(unknown.eta()).as("nothing came").isEmpty();
    assertThat(unknown.atLeast(20)).contains(Duration.ofSeconds(5));
    assertThat(unknown.atLeast(1_000)).as("at least 0 s").isEmpty();
  }

  @Test
  void shouldReportEachDiskThatIsNotAsWasAsked() {
    world.told(disk(0), completed());
    world.told(disk(1), Samples.rejectedResult());

    CampaignReport report = CampaignReport.of(world.campaign, world.plan, world.results, world.now);

    assertThat(report.counts()).containsEntry("completed", 1L).containsEntry("rejected", 1L);
    assertThat(report.troubles()).hasSize(1);
    assertThat(report.troubles().getFirst().code()).isEqualTo("CLOUD_REFUSED");
    assertThat(report.lines()).anyMatch(line -> line.startsWith(disk(1) + "  rejected  CLOUD_"));
    assertThat(report.json()).contains("\"snapshot_id\" : \"" + disk(1) + "\"");
  }

  @Test
  void shouldWriteAPageThatRunsNothingOfOthers() {
    world.told(
        disk(1),
        new Result.Failed(
            OutcomeError.of(ErrorCode.ROLLBACK_FAILED, "<script>alert(1)</script> \"&\" \u202e"),
            Observed.NOTHING));

    String page =
        CampaignPage.of(CampaignReport.of(world.campaign, world.plan, world.results, world.now));

    assertThat(page)
        .contains("&lt;script&gt;alert(1)&lt;/script&gt; &quot;&amp;&quot; \\u202e")
        .doesNotContain("<script")
        .contains("<polyline class=\"bad\"");
  }
}
