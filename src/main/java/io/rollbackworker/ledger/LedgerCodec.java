package io.rollbackworker.ledger;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.ledger.LedgerRecord.EntryOfNewerFormat;
import io.rollbackworker.ledger.LedgerRecord.EntryRemoved;
import io.rollbackworker.ledger.LedgerRecord.EntryWritten;
import io.rollbackworker.ledger.LedgerRecord.HeadWritten;
import io.rollbackworker.ledger.LedgerRecord.OutboxOpened;
import io.rollbackworker.ledger.LedgerRecord.Posted;
import io.rollbackworker.outcome.Completeness;
import io.rollbackworker.outcome.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ledger records as keys and JSON values. Thread-safe. */
public final class LedgerCodec {
  /** No UUID, so it can never be a snapshot's key. */
  public static final String HEAD_KEY = "_head";

  private static final String OUTBOX_KEY = "_outbox";
  private static final String POSTED_PREFIX = OUTBOX_KEY + ".";

  private final JsonMapper json =
      Json.builder()
          .addMixIn(RunState.class, RunStates.class)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  public byte[] key(LedgerRecord record) {
    String key =
        switch (record) {
          case EntryWritten(SnapshotId id, Entry entry) -> id.value();
          case EntryRemoved(SnapshotId id) -> id.value();
          case EntryOfNewerFormat(SnapshotId id, int format) -> id.value();
          case HeadWritten head -> HEAD_KEY;
          case OutboxOpened opened -> OUTBOX_KEY;
          case Posted(int number, Posting posting) -> POSTED_PREFIX + number;
        };
    return key.getBytes(StandardCharsets.UTF_8);
  }

  /** Null for a tombstone. */
  public byte @Nullable [] value(LedgerRecord record) {
    try {
      return switch (record) {
        case EntryWritten(SnapshotId id, Entry entry) ->
            json.writeValueAsBytes(new EntryForm(Head.FORMAT, entry.version(), entry.runs()));
        case EntryRemoved removed -> null;
        case EntryOfNewerFormat newer ->
            throw new IllegalArgumentException("only its own program version can write " + newer);
        case HeadWritten(Head head) -> json.writeValueAsBytes(HeadForm.of(head));
        case OutboxOpened(long outcomesFrom) ->
            json.writeValueAsBytes(new OutboxForm(Head.FORMAT, outcomesFrom));
        case Posted(int number, Posting posting) ->
            json.writeValueAsBytes(new PostedForm(Head.FORMAT, posting));
      };
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a ledger record that this program made", e);
    }
  }

  /**
   * @throws IllegalArgumentException when the record is not one of ours or of another format; the
   *     caller names its place
   */
  public LedgerRecord decode(byte @Nullable [] key, byte @Nullable [] value) {
    if (key == null) {
      throw new IllegalArgumentException("it has no key");
    }
    String name = new String(key, StandardCharsets.UTF_8);
    try {
      if (name.startsWith("_")) {
        if (value == null) {
          throw new IllegalArgumentException(name + " was removed by a tombstone");
        }
        return decodeOwn(name, value);
      }
      SnapshotId id = SnapshotId.parse(name);
      return value == null ? new EntryRemoved(id) : decodeEntry(id, value);
    } catch (IOException e) {
      throw new IllegalArgumentException("key " + name + ": " + e.getMessage(), e);
    }
  }

  private LedgerRecord decodeOwn(String name, byte[] value) throws IOException {
    if (name.equals(HEAD_KEY)) {
      return new HeadWritten(Completeness.require(json.readValue(value, HeadForm.class)).head());
    }
    if (name.equals(OUTBOX_KEY)) {
      OutboxForm opened = json.readValue(value, OutboxForm.class);
      requireFormat(opened.format());
      return new OutboxOpened(opened.outcomesFrom());
    }
    if (name.startsWith(POSTED_PREFIX)) {
      PostedForm posted = Completeness.require(json.readValue(value, PostedForm.class));
      requireFormat(posted.format());
      int number = Integer.parseInt(name, POSTED_PREFIX.length(), name.length(), 10);
      return new Posted(number, posted.posting());
    }
    throw new IllegalArgumentException("key " + name + " is none of this program's");
  }

  /** A newer format is looked for only where reading failed: restores must be fast. */
  private LedgerRecord decodeEntry(SnapshotId id, byte[] value) throws IOException {
    try {
      return new EntryWritten(
          id, Completeness.require(json.readValue(value, EntryForm.class)).entry());
    } catch (IOException | IllegalArgumentException e) {
      int format = json.readTree(value).path("format").asInt();
      if (format > Head.FORMAT) {
        return new EntryOfNewerFormat(id, format);
      }
      throw e;
    }
  }

  private static void requireFormat(int format) {
    if (format != Head.FORMAT) {
      throw new IllegalArgumentException(
          "it has format " + format + ", this program reads format " + Head.FORMAT);
    }
  }

  private record EntryForm(int format, long version, List<Run> runs) {
    Entry entry() {
      requireFormat(format);
      return new Entry(version, runs);
    }
  }

  private record HeadForm(
      int format,
      String commandsTopicId,
      String ledgerTopicId,
      int partitions,
      String group,
      long offset,
      @Nullable String settled) {
    static HeadForm of(Head head) {
      return new HeadForm(
          head.format(),
          head.commandsTopicId(),
          head.ledgerTopicId(),
          head.partitions(),
          head.group(),
          head.settled().low(),
          Base64.getEncoder().encodeToString(head.settled().bitmap()));
    }

    Head head() {
      requireFormat(format);
      Settled offsets =
          Settled.of(offset, Base64.getDecoder().decode(settled == null ? "" : settled));
      return new Head(format, commandsTopicId, ledgerTopicId, partitions, group, offsets);
    }
  }

  private record OutboxForm(int format, long outcomesFrom) {}

  private record PostedForm(int format, Posting posting) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = RunState.Intent.class, name = "intent"),
    @JsonSubTypes.Type(value = RunState.InDoubt.class, name = "in_doubt"),
    @JsonSubTypes.Type(value = RunState.Accepted.class, name = "accepted"),
    @JsonSubTypes.Type(value = RunState.Completed.class, name = "completed"),
    @JsonSubTypes.Type(value = RunState.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = RunState.Rejected.class, name = "rejected"),
  })
  private interface RunStates {}
}
