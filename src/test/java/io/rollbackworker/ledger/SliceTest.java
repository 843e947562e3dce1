package io.rollbackworker.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollbackworker.command.PermitId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.outcome.Subject;
import io.rollbackworker.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SliceTest {
  private final LedgerCodec codec = new LedgerCodec();

  @Test
  void shouldHoldWhatWasWrittenReplayedAsLive() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    List<SnapshotId> ids =
        IntStream.range(0, 20)
            .mapToObj(
                i -> new SnapshotId(new UUID(random.nextLong(), random.nextLong()).toString()))
            .toList();
    List<RunState> states =
        List.of(
            Samples.intent().storedAt(Samples.NOW),
            Samples.inDoubt().storedAt(Samples.NOW),
            Samples.accepted(),
            Samples.completed(),
            Samples.failed(),
            Samples.ended(),
            Samples.refused(),
            Samples.rejected());
    Slice live = new Slice();
    Slice replayed = new Slice();
    Map<SnapshotId, Entry> written = new HashMap<>();
    for (int i = 0; i < 2_000; i++) {
      SnapshotId id = ids.get(random.nextInt(ids.size()));
      LedgerRecord record;
      if (random.nextInt(6) == 0) {
        written.remove(id);
        record = new LedgerRecord.EntryRemoved(id);
      } else {
        Entry before = written.getOrDefault(id, Entry.NONE);
        RunState state = states.get(random.nextInt(states.size()));
        boolean more = before.runs().size() < 12 && before.open().isEmpty();
        Entry next = (more ? before : Entry.NONE).with(run(id, i, state));
        written.put(id, next.atVersion(live.nextVersion()));
        record = new LedgerRecord.EntryWritten(id, written.get(id));
      }
      live.replay(record);
      replayed.replay(codec.decode(codec.encode(record, Entry.FORMAT), Samples.NOW));
    }

    assertThat(entries(live)).as("run again with -Dseed=%d", seed).isEqualTo(written);
    assertThat(live.size()).isEqualTo(written.size());
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
    String key = Samples.SNAPSHOT.value();
    String newerHead = "{\"format\":2}";

    assertThatThrownBy(() -> decode("_head", newerHead))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> decode(key, "x")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> codec.decode(new Encoded(null, null, Map.of()), Samples.NOW))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> codec.decode(new Encoded(utf8("_head"), null, Map.of()), Samples.NOW))
        .hasMessageContaining("tombstone");
  }

  /** Whatever a newer version writes into it: unknown fields, other states. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"format\":99,\"version\":1,\"runs\":[]}",
        "{\"format\":99,\"version\":9,\"runs\":[{\"state\":{\"state\":\"paused\"}}],\"lease\":1}",
        "{\"format\":99}"
      })
  void shouldKnowAnEntryOfANewerFormatUntilItIsReplacedOrRemoved(String newer) {
    String key = Samples.SNAPSHOT.value();
    LedgerRecord record = decode(key, newer);
    Slice slice = new Slice();
    slice.replay(
        new LedgerRecord.EntryWritten(
            Samples.SNAPSHOT, new Entry(1, List.of(Samples.run("a", 1, Samples.inDoubt())))));

    slice.replay(record);
    assertThat(slice.isOfNewerFormat(Samples.SNAPSHOT)).isTrue();
    assertThat(slice.doubts()).isEmpty();
    assertThat(slice.entry(Samples.SNAPSHOT)).isEqualTo(Entry.NONE);
    assertThatThrownBy(() -> codec.encode(record, Entry.FORMAT))
        .isInstanceOf(IllegalArgumentException.class);

    slice.replay(new LedgerRecord.EntryRemoved(Samples.SNAPSHOT));
    assertThat(slice.isOfNewerFormat(Samples.SNAPSHOT)).isFalse();
  }

  /** A later version may have snapshots whose ids are no UUIDs. */
  @Test
  void shouldPassOverAnEntryOfANewerFormatWhoseKeyItCannotRead() {
    LedgerRecord record = decode("pool/image@snap", "{\"format\":99}");
    Slice slice = new Slice();
    slice.replay(record);

    assertThat(record).isEqualTo(new LedgerRecord.EntryOfNewerFormat("pool/image@snap", 99));
    assertThat(slice.size()).isZero();
    assertThatThrownBy(() -> decode("pool/image@snap", "{\"format\":1}"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** The texts stand in its event. */
  @Test
  void shouldKeepOfWhatHasEndedForGoodLessThan400Bytes() {
    UUID id = UUID.randomUUID();
    Run ended =
        Samples.run(id.toString(), 1_000_000, Samples.accepted())
            .with(
                new RunState.Completed(
                    new PermitId(id.toString()), Samples.NOW, new Answer(2, Samples.NOW, null)));
    var entry =
        new LedgerRecord.EntryWritten(Samples.SNAPSHOT, new Entry(1_000_000, List.of(ended)));

    Encoded encoded = codec.encode(entry, Entry.FORMAT);

    assertThat(encoded.value().length).isLessThanOrEqualTo(400);
    assertThat(codec.decode(encoded, Samples.NOW)).isEqualTo(entry);
  }

  @Test
  void shouldRememberWhenAnIntentWasStoredAlsoWhereItIsWrittenAgain() {
    var written =
        new LedgerRecord.EntryWritten(
            Samples.SNAPSHOT, new Entry(1, List.of(Samples.run("a", 1, Samples.intent()))));

    LedgerRecord first = codec.decode(codec.encode(written, Entry.FORMAT), Samples.NOW);
    LedgerRecord again =
        codec.decode(codec.encode(first, Entry.FORMAT), Samples.NOW.plusSeconds(9));

    assertThat(again).isEqualTo(first);
    assertThat(((LedgerRecord.EntryWritten) again).entry().runs().getFirst().state())
        .isEqualTo(Samples.intent().storedAt(Samples.NOW));
  }

  static Stream<Posting> postings() {
    return Stream.of(
        new Posting(Posting.Topic.OUTCOMES, 3, "k", "{}", Map.of("ce_id", "x")),
        new Posting(Posting.Topic.DEAD_LETTERS, null, null, null, Map.of()),
        new Posting(Posting.Topic.DEAD_LETTERS, null, "\u00ff\u0000", "", Map.of()),
        new Posting(Posting.Topic.COMMANDS, 0, null, "\u00ff\u0000", Map.of("a", "b")));
  }

  @ParameterizedTest
  @MethodSource("postings")
  void shouldKeepWhatIsToBeToldAsItWillBeTold(Posting posting) {
    LedgerRecord.Posted posted = new LedgerRecord.Posted(7, posting, null);
    Encoded encoded = codec.encode(posted, Entry.FORMAT);

    assertThat(codec.decode(encoded, Samples.NOW)).isEqualTo(posted);
    assertThat(encoded.value()).isNotNull(); // It would be a tombstone.
  }

  @Test
  void shouldRefuseAnOutboxOfANewerFormat() {
    Posting posting = postings().findFirst().orElseThrow();
    Encoded encoded = codec.encode(new LedgerRecord.Posted(0, posting, null), Entry.FORMAT);
    Map<String, String> newer = new HashMap<>(encoded.headers());
    newer.put("_format", "2");

    assertThatThrownBy(
            () -> codec.decode(new Encoded(encoded.key(), encoded.value(), newer), Samples.NOW))
        .hasMessageContaining("it has format 2, this program reads formats up to 1");
  }

  @Test
  void shouldSayThatAHeadIsOfANewerFormat() {
    assertThatThrownBy(() -> decode(LedgerCodec.HEAD_KEY, "{\"format\":3,\"moons\":2}"))
        .hasMessageContaining("it has format 3, this program reads formats up to 2");
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
    String whole = new String(codec.encode(accepted, Entry.FORMAT).value(), StandardCharsets.UTF_8);
    String without = whole.replaceFirst("\"send_not_after\":[0-9]*,", "");

    assertThat(without).isNotEqualTo(whole);
    assertThatThrownBy(() -> decode(Samples.SNAPSHOT.value(), without))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a Permit lacks its sendNotAfter");
  }

  private static Run run(SnapshotId id, int number, RunState state) {
    String commandId = number % 2 == 0 ? new UUID(number, number).toString() : "c" + number;
    Run sample = Samples.run(commandId, number, state);
    Subject s = sample.subject();
    return new Run(
        new Subject(
            id,
            s.volumeId(),
            s.projectId(),
            s.commandId(),
            s.origin(),
            s.audit(),
            null,
            s.traceparent()),
        sample.payloadHash(),
        sample.record(),
        false,
        state);
  }

  private LedgerRecord decode(String key, String value) {
    return codec.decode(new Encoded(utf8(key), utf8(value), Map.of()), Samples.NOW);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<SnapshotId, Entry> entries(Slice slice) {
    Map<SnapshotId, Entry> entries = new HashMap<>();
    slice.forEach(entries::put);
    return entries;
  }
}
