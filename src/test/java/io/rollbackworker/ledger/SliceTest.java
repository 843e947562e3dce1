package io.rollbackworker.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SliceTest {
  private final LedgerCodec codec = new LedgerCodec();

  @Test
  void shouldBeTheSameReplayedAsLive() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    List<SnapshotId> ids =
        IntStream.range(0, 20)
            .mapToObj(
                i -> new SnapshotId(new UUID(random.nextLong(), random.nextLong()).toString()))
            .toList();
    List<RunState> states =
        List.of(
            Samples.intent(),
            Samples.inDoubt(),
            Samples.accepted(),
            Samples.completed(),
            Samples.failed(),
            Samples.rejected());
    Slice live = new Slice();
    Slice replayed = new Slice();
    for (int i = 0; i < 2_000; i++) {
      SnapshotId id = ids.get(random.nextInt(ids.size()));
      LedgerRecord record =
          random.nextInt(4) == 0
              ? new LedgerRecord.EntryRemoved(id)
              : new LedgerRecord.EntryWritten(
                  id,
                  Entry.NONE
                      .with(Samples.run("c" + i, i, states.get(random.nextInt(states.size()))))
                      .atVersion(live.nextVersion()));
      live.replay(record);
      replayed.replay(codec.decode(codec.key(record), codec.value(record)));
    }

    assertThat(entries(replayed)).as("run again with -Dseed=%d", seed).isEqualTo(entries(live));
    assertThat(replayed.nextVersion()).isEqualTo(live.nextVersion());
  }

  @Test
  void shouldNeverUseAVersionTwiceEvenAfterARemoval() {
    Slice slice = new Slice();
    slice.replay(
        new LedgerRecord.EntryWritten(
            Samples.SNAPSHOT, new Entry(5, List.of(Samples.run("a", 1, Samples.rejected())))));
    slice.replay(new LedgerRecord.EntryRemoved(Samples.SNAPSHOT));

    assertThat(slice.nextVersion()).isEqualTo(6);
  }

  @Test
  void shouldRefuseForeignRecords() {
    byte[] key = Samples.SNAPSHOT.value().getBytes(StandardCharsets.UTF_8);
    byte[] newerHead = "{\"format\":2}".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> codec.decode("_head".getBytes(StandardCharsets.UTF_8), newerHead))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> codec.decode(key, "x".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> codec.decode(null, null)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> codec.decode("_head".getBytes(StandardCharsets.UTF_8), null))
        .hasMessageContaining("tombstone");
  }

  /** Whatever a newer version writes into it: unknown fields, other states. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"format\":2,\"version\":1,\"runs\":[]}",
        "{\"format\":3,\"version\":9,\"runs\":[{\"state\":{\"state\":\"paused\"}}],\"lease\":1}",
        "{\"format\":2}"
      })
  void shouldKnowAnEntryOfANewerFormatUntilItIsReplacedOrRemoved(String newer) {
    byte[] key = Samples.SNAPSHOT.value().getBytes(StandardCharsets.UTF_8);
    LedgerRecord record = codec.decode(key, newer.getBytes(StandardCharsets.UTF_8));
    Slice slice = new Slice();
    slice.replay(
        new LedgerRecord.EntryWritten(
            Samples.SNAPSHOT, new Entry(1, List.of(Samples.run("a", 1, Samples.accepted())))));

    slice.replay(record);
    assertThat(slice.isOfNewerFormat(Samples.SNAPSHOT)).isTrue();
    assertThat(slice.entry(Samples.SNAPSHOT)).isEqualTo(Entry.NONE);
    assertThatThrownBy(() -> codec.value(record)).isInstanceOf(IllegalArgumentException.class);

    slice.replay(new LedgerRecord.EntryRemoved(Samples.SNAPSHOT));
    assertThat(slice.isOfNewerFormat(Samples.SNAPSHOT)).isFalse();
  }

  @Test
  void shouldKnowWhatIsInDoubt() {
    Slice slice = new Slice();
    Run doubtful = Samples.run("a", 1, Samples.inDoubt());

    slice.replay(new LedgerRecord.EntryWritten(Samples.SNAPSHOT, new Entry(1, List.of(doubtful))));
    assertThat(slice.doubts()).containsExactly(doubtful);

    slice.replay(
        new LedgerRecord.EntryWritten(
            Samples.SNAPSHOT, new Entry(2, List.of(doubtful.with(Samples.accepted())))));
    assertThat(slice.doubts()).isEmpty();
  }

  @Test
  void shouldRefuseAnEntryThatLacksWhatItsStateNeeds() {
    LedgerRecord accepted =
        new LedgerRecord.EntryWritten(
            Samples.SNAPSHOT, new Entry(1, List.of(Samples.run("a", 1, Samples.accepted()))));
    String whole = new String(codec.value(accepted), StandardCharsets.UTF_8);
    String without = whole.replaceFirst("\"send_not_after\":\"[^\"]*\",", "");

    assertThat(without).isNotEqualTo(whole);
    assertThatThrownBy(
            () -> codec.decode(codec.key(accepted), without.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a Permit lacks its sendNotAfter");
  }

  private static Map<SnapshotId, Entry> entries(Slice slice) {
    Map<SnapshotId, Entry> entries = new HashMap<>();
    slice.forEach(entries::put);
    return entries;
  }
}
