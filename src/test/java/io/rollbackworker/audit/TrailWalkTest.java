package io.rollbackworker.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.ledger.ChainTip;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.ledger.Posting;
import io.rollbackworker.ledger.Slice;
import io.rollbackworker.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever changes what was told is found out. */
class TrailWalkTest {
  private static final Duration KEPT = Duration.ofDays(400);
  private static final int PARTITION = 3;

  /** As it lies in the topic. */
  private record Told(@Nullable String header, byte[] value, Instant at) {}

  private final List<Told> told = new ArrayList<>();
  private final Slice slice = new Slice();
  private ChainTip tip = ChainTip.START;
  private ChainTip archived = ChainTip.START;
  private boolean isCut;
  private Instant since = Instant.MIN;

  @BeforeEach
  void tellFive() {
    for (int i = 0; i < 5; i++) {
      tell("outcome " + i, Samples.NOW.plusSeconds(i));
    }
  }

  private void tell(String text, Instant at) {
    byte[] value = text.getBytes(StandardCharsets.UTF_8);
    Posting posting =
        tip.link(
            new Posting(
                Posting.Topic.OUTCOMES, PARTITION, "key", Posting.text(value), Map.of("a", "b")));
    String header = Objects.requireNonNull(posting.headers().get(ChainTip.HEADER));
    tip = ChainTip.of(header, value, at);
    told.add(new Told(header, value, at));
    slice.replay(new LedgerRecord.OutboxOpened(0));
    slice.replay(new LedgerRecord.Posted(0, posting, tip));
    slice.replay(new LedgerRecord.OutboxOpened(0)); // It was told.
  }

  /** The next outcome of the chain. */
  private Posting linked(byte[] value) {
    return tip.link(
        new Posting(Posting.Topic.OUTCOMES, PARTITION, "key", Posting.text(value), Map.of()));
  }

  @Test
  void shouldFindNothingInWhatWasTold() {
    assertThat(walk().flaws()).isEmpty();
    assertThat(walk().tips()).containsExactly(Map.entry(PARTITION, tip));
    assertThat(slice.tip()).isEqualTo(tip);
  }

  @Test
  void shouldFindAChangedOutcome() {
    Told third = told.get(2);
    told.set(2, new Told(third.header(), "another".getBytes(StandardCharsets.UTF_8), third.at()));

    assertThat(walk().flaws())
        .singleElement()
        .asString()
        .contains("offset 3: outcome 4 does not fit the one before it, which was changed");
  }

  @Test
  void shouldFindTheLastChanged() {
    Told last = told.getLast();
    told.set(4, new Told(last.header(), "another".getBytes(StandardCharsets.UTF_8), last.at()));

    assertThat(walk().flaws())
        .singleElement()
        .asString()
        .contains("outcome 5 is not the one that the ledger has told");
  }

  @Test
  void shouldFindARemovedOutcome() {
    told.remove(2);

    assertThat(walk().flaws())
        .singleElement()
        .asString()
        .contains("offset 2: outcome 4 follows outcome 2");
  }

  @Test
  void shouldFindTheLastRemoved() {
    told.removeLast();

    assertThat(walk().flaws())
        .containsExactly("partition 3 ends with outcome 4; the ledger has told 5");
  }

  @Test
  void shouldFindAnInsertedOutcome() {
    told.add(2, new Told(null, "x".getBytes(StandardCharsets.UTF_8), Samples.NOW));
    assertThat(walk().flaws()).singleElement().asString().contains("is no link of the chain");

    told.set(2, told.get(0));
    assertThat(walk().flaws()).isNotEmpty();
  }

  @Test
  void shouldFindTheFirstRemovedByHand() {
    told.removeFirst();
    assertThat(walk().flaws())
        .singleElement()
        .asString()
        .contains("the chain begins with outcome 2", "nothing was cut off by retention");

    isCut = true; // By who may delete records.
    assertThat(walk().flaws())
        .singleElement()
        .asString()
        .contains("number 1 was told at " + Samples.NOW, "is to be kept longer");
  }

  @Test
  void shouldTellACutByRetentionFromARemoval() {
    told.clear();
    tip = ChainTip.START;
    tell("old", Samples.NOW.minus(KEPT).minusSeconds(1));
    tell("young", Samples.NOW);
    told.removeFirst();
    isCut = true;

    assertThat(walk().flaws()).isEmpty();
  }

  @Test
  void shouldFindThatAllWasMadeAnewWithTheLedgerByAnArchivedTip() {
    archived = tip;
    List<Told> before = List.copyOf(told);
    told.clear();
    tip = ChainTip.START;
    for (int i = 0; i < before.size(); i++) {
      tell("forged " + i, before.get(i).at());
    }

    assertThat(walk().flaws())
        .singleElement()
        .asString()
        .contains("outcome 5 is not the one that the archived tip names");
  }

  @Test
  void shouldFindThatTheTopicIsShorterThanAnArchivedTip() {
    archived = tip;
    told.clear();
    tip = ChainTip.START;
    tell("forged", Samples.NOW);

    assertThat(walk().flaws())
        .containsExactly("partition 3 ends with outcome 1; the archived tip names 5");
  }

  /** The last that was told is older than it is to be kept, and retention has removed all. */
  @Test
  void shouldFindNothingInAPartitionThatHasBeenQuietForLongerThanOutcomesAreKept() {
    told.clear();
    tip = ChainTip.START;
    tell("old", Samples.NOW.minus(KEPT).minusSeconds(1));
    told.clear();
    isCut = true;

    assertThat(walk().flaws()).isEmpty();
  }

  /** The links are unkeyed: anybody can make the next one. */
  @Test
  void shouldFindALinkAtTheEndThatTheLedgerHasNotTold() {
    byte[] value = "forged".getBytes(StandardCharsets.UTF_8);
    Posting posting = linked(value);
    told.add(new Told(posting.headers().get(ChainTip.HEADER), value, Samples.NOW));

    assertThat(walk().flaws())
        .containsExactly(
            "partition 3 ends with outcome 6, which the ledger has not told: its last is 5");
    assertThat(walk().tips()).as("nothing to be kept").isEmpty();
  }

  @Test
  void shouldMissAPartitionOfTheArchivedTips() {
    TrailWalk walk = new TrailWalk(Map.of(), Map.of(7, tip), Samples.NOW, KEPT, Instant.MIN);

    assertThat(walk.trail().flaws())
        .containsExactly("partition 7 of the archived tips is not there");
  }

  @Test
  void shouldFindAChainThatBeginsAnewUnlessThatIsKnown() {
    tip = ChainTip.START;
    tell("by a new ledger", Samples.NOW.plusSeconds(60));

    assertThat(walk().flaws())
        .singleElement()
        .asString()
        .contains("offset 5: the chain begins anew, after outcome 5");
    since = Samples.NOW.plusSeconds(61);
    assertThat(walk().flaws()).isEmpty();
  }

  @Test
  void shouldSayThatWhatWasToldBeforeThereWereChainsIsNoFlaw() {
    told.addFirst(new Told(null, "old".getBytes(StandardCharsets.UTF_8), Samples.NOW));

    assertThat(walk().flaws()).isEmpty();
  }

  @Test
  void shouldWaitForWhatIsDecidedAndNotToldYet() {
    byte[] value = "next".getBytes(StandardCharsets.UTF_8);
    Posting posting = linked(value);
    String header = Objects.requireNonNull(posting.headers().get(ChainTip.HEADER));
    slice.replay(new LedgerRecord.OutboxOpened(0));
    slice.replay(new LedgerRecord.Posted(0, posting, ChainTip.of(header, value, Samples.NOW)));

    assertThat(walk().flaws()).isEmpty();
  }

  private Trail walk() {
    Map<Integer, ChainTip> old = archived.number() == 0 ? Map.of() : Map.of(PARTITION, archived);
    TrailWalk walk = new TrailWalk(Map.of(PARTITION, slice), old, Samples.NOW, KEPT, since);
    walk.begin(PARTITION, isCut);
    for (int offset = 0; offset < told.size(); offset++) {
      Told one = told.get(offset);
      walk.take(offset, one.header(), one.value(), one.at());
    }
    walk.end();
    walk.ahead().forEach(partition -> walk.reread(partition, slice));
    return walk.trail();
  }
}
