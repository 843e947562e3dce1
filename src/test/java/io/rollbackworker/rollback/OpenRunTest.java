package io.rollbackworker.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.testing.ByHand;
import io.rollbackworker.testing.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An intent whose entry changes under it, and evidence that is quicker. */
class OpenRunTest {
  private static final Run INTENT = Samples.run("c", 0, Samples.intent());
  private static final Run OLDER = Samples.run("older", 7, Samples.accepted());

  private final ByHand world = new ByHand(OLDER, INTENT);
  private final OpenRun open = new OpenRun(world.lane, world.lane.entry(), INTENT);

  @Test
  void shouldDecideAgainFromWhatTheEntryIsNow() throws Exception {
    world.lane.beforeNext(() -> change(OLDER.with(Samples.completed())));

    open.decide(Decision.revisable((RunState.Revisable) Samples.accepted()));

    assertThat(state(OLDER)).isInstanceOf(RunState.Completed.class);
    assertThat(state(INTENT)).isInstanceOf(RunState.Accepted.class);
    assertThat(world.types()).containsExactly("accepted");
  }

  @Test
  void shouldTellNothingWhereEvidenceWasQuicker() throws Exception {
    world.lane.beforeNext(() -> change(INTENT.with(Samples.rejected())));

    open.decide(Decision.revisable((RunState.Revisable) Samples.accepted()));

    assertThat(state(INTENT)).isInstanceOf(RunState.Rejected.class);
    assertThat(world.types()).isEmpty();
  }

  @Test
  void shouldTakeAnIntentBackAndLeaveTheOtherRuns() throws Exception {
    assertThat(open.release()).map(Entry::runs).hasValue(List.of(OLDER));
    assertThat(world.types()).isEmpty();
  }

  @Test
  void shouldNotTakeBackWhatEvidenceHasDecided() throws Exception {
    world.lane.beforeNext(() -> change(INTENT.with(Samples.accepted())));

    assertThat(open.release()).isEmpty();
    assertThat(state(INTENT)).isInstanceOf(RunState.Accepted.class);
  }

  @Test
  void shouldHearOfEvidenceWithoutWriting() throws Exception {
    assertThat(open.refresh()).isTrue();
    change(INTENT.with(Samples.accepted()));
    long version = world.lane.entry().version();

    assertThat(open.refresh()).isFalse();
    assertThat(world.lane.entry().version()).isEqualTo(version);
  }

  private void change(Run run) {
    world.lane.put(world.lane.entry().with(run));
  }

  private RunState state(Run run) {
    return world.lane.entry().run(run.commandId()).orElseThrow().state();
  }
}
