package io.rollbackworker.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.ledger.LedgerRecord.EntryOfNewerFormat;
import io.rollbackworker.ledger.LedgerRecord.EntryRemoved;
import io.rollbackworker.ledger.LedgerRecord.EntryWritten;
import io.rollbackworker.ledger.LedgerRecord.HeadWritten;
import io.rollbackworker.ledger.LedgerRecord.OutboxOpened;
import io.rollbackworker.ledger.LedgerRecord.Posted;
import io.rollbackworker.outcome.Completeness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ledger records as they lie in the log. Thread-safe. */
public final class LedgerCodec {
  /** No UUID, so it can never be a snapshot's key. */
  public static final String HEAD_KEY = "_head";

  private static final String OUTBOX_KEY = "_outbox";
  private static final String POSTED_PREFIX = OUTBOX_KEY + ".";

  /** One for all: making it takes longer than reading a small ledger. */
  private static final JsonMapper JSON = LedgerForms.mapper();

  private static final ObjectWriter WRITER = JSON.writer();

  /**
   * @param writes the format to write entries in, as the head says; the own, if that is newer
   */
  public Encoded encode(LedgerRecord record, int writes) {
    return switch (record) {
      case Posted(int number, Posting posting, var tip) ->
          new Encoded(
              utf8(POSTED_PREFIX + number),
              PostedForm.value(posting),
              PostedForm.headers(posting, tip));
      case EntryWritten(SnapshotId id, Entry entry) ->
          encoded(id, entry, Math.min(writes, Entry.FORMAT));
      case EntryRemoved(SnapshotId id) -> new Encoded(utf8(id.value()), null, Map.of());
      case HeadWritten(Head head) -> encoded(HEAD_KEY, LedgerForms.OfHead.of(head));
      case OutboxOpened(long outcomesFrom) ->
          encoded(OUTBOX_KEY, new LedgerForms.OfOutbox(Outbox.FORMAT, outcomesFrom));
      case EntryOfNewerFormat newer ->
          throw new IllegalArgumentException("only its own program version can write " + newer);
    };
  }

  private Encoded encoded(SnapshotId id, Entry entry, int format) {
    return encoded(
        id.value(),
        LedgerForms.OfEntry.of(entry, format),
        JSON.writerWithView(LedgerForms.view(format)));
  }

  private Encoded encoded(String key, Object form) {
    return encoded(key, form, WRITER);
  }

  private static Encoded encoded(String key, Object form, ObjectWriter writer) {
    try {
      return new Encoded(utf8(key), writer.writeValueAsBytes(form), Map.of());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a ledger record that this program made", e);
    }
  }

  /**
   * @param storedAt the broker's append time
   * @throws IllegalArgumentException when the record is not one of ours, or of a newer format and
   *     more than an entry; the caller names its place
   */
  public LedgerRecord decode(Encoded stored, Instant storedAt) {
    if (stored.key() == null) {
      throw new IllegalArgumentException("it has no key");
    }
    String name = new String(stored.key(), StandardCharsets.UTF_8);
    byte[] value = stored.value();
    try {
      if (!name.startsWith("_")) {
        return value == null ? new EntryRemoved(id(name)) : decodeEntry(name, value, storedAt);
      }
      if (value == null) {
        throw new IllegalArgumentException(name + " was removed by a tombstone");
      }
      return decodeOwn(name, value, stored.headers());
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException("key " + name + ": " + e.getMessage(), e);
    }
  }

  private LedgerRecord decodeOwn(String name, byte[] value, Map<String, String> headers)
      throws IOException {
    if (name.equals(HEAD_KEY)) {
      return new HeadWritten(decodeHead(value));
    }
    if (name.equals(OUTBOX_KEY)) {
      var opened = JSON.readValue(value, LedgerForms.OfOutbox.class);
      LedgerForms.requireKnown(opened.format(), Outbox.FORMAT);
      return new OutboxOpened(opened.outcomesFrom());
    }
    if (name.startsWith(POSTED_PREFIX)) {
      int number = Integer.parseInt(name, POSTED_PREFIX.length(), name.length(), 10);
      return new Posted(number, PostedForm.posting(value, headers), PostedForm.tip(headers));
    }
    throw new IllegalArgumentException("it is none of this program's");
  }

  private static Head decodeHead(byte[] value) throws IOException {
    try {
      return Completeness.require(JSON.readValue(value, LedgerForms.OfHead.class)).head();
    } catch (IOException e) {
      LedgerForms.requireKnown(format(value), Head.FORMAT); // What it does not know is the reason.
      throw e;
    }
  }

  private static int format(byte[] value) throws IOException {
    return JSON.readTree(value).path("format").asInt();
  }

  /** A newer format is looked for only where reading failed: restores must be fast. */
  private LedgerRecord decodeEntry(String name, byte[] value, Instant storedAt) throws IOException {
    try {
      SnapshotId id = id(name);
      var form = Completeness.require(JSON.readValue(value, LedgerForms.OfEntry.class));
      return new EntryWritten(id, form.entry(id, storedAt));
    } catch (IOException | IllegalArgumentException e) {
      int format = format(value);
      if (format > Entry.FORMAT) {
        return new EntryOfNewerFormat(name, format);
      }
      throw e;
    }
  }

  private static SnapshotId id(String name) {
    return SnapshotId.parse(name);
  }

  private static byte @Nullable [] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
