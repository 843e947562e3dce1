package io.rollbackworker.ledger;

import io.rollbackworker.command.Audit;
import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.Origin;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.Uuids;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Subject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry whose runs have all ended for good, as bytes in this process's memory: some 150 of them,
 * where its objects take 700 (FootprintTest). Never stored. Times are cut to milliseconds, as in
 * the ledger.
 */
final class CompactForm {
  private static final List<ErrorCode> CODES = List.of(ErrorCode.values());
  private static final int NO_CODE = 0xFF;

  private enum Kind {
    COMPLETED,
    FAILED,
    ENDED,
    REJECTED
  }

  private static final List<Kind> KINDS = List.of(Kind.values());

  private CompactForm() {}

  /** When the last of it was told; to be asked without unpacking. */
  static Instant endedAt(byte[] packed) {
    return Instant.ofEpochMilli(ByteBuffer.wrap(packed).getLong());
  }

  static byte[] pack(Entry entry) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(160);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(
          entry.runs().stream().mapToLong(run -> millis(run.answer().time())).max().orElseThrow());
      out.writeLong(entry.version());
      out.writeByte(entry.runs().size());
      for (Run run : entry.runs()) {
        pack(run, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static Entry unpack(SnapshotId id, byte[] packed) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(packed))) {
      in.skipNBytes(Long.BYTES);
      long version = in.readLong();
      int count = in.readUnsignedByte();
      List<Run> runs = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        runs.add(unpack(id, in));
      }
      return new Entry(version, runs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void pack(Run run, DataOutputStream out) throws IOException {
    Kind kind =
        switch (run.state()) {
          case RunState.Completed c -> Kind.COMPLETED;
          case RunState.Failed f -> Kind.FAILED;
          case RunState.Ended e -> Kind.ENDED;
          case RunState.Rejected r -> Kind.REJECTED;
          case RunState.Intent _, RunState.Revisable _ ->
              throw new IllegalArgumentException("it has not ended for good: " + run);
        };
    out.writeByte(KINDS.indexOf(kind));
    out.writeBoolean(run.namedByOrigin());
    text(run.commandId().value(), out);
    text(run.payloadHash(), out);
    text(run.record().topicId(), out);
    out.writeInt(run.record().partition());
    out.writeLong(run.record().offset());
    out.writeLong(millis(run.record().timestamp()));
    Answer answer = run.answer();
    out.writeInt(answer.revision());
    out.writeLong(millis(answer.time()));
    out.writeByte(answer.code() == null ? NO_CODE : CODES.indexOf(answer.code()));
    PermitId permit = run.state().permitOrNull();
    Instant acceptedAt = run.state().acceptedAtOrNull();
    if (permit != null && acceptedAt != null) {
      text(permit.value(), out);
      out.writeLong(millis(acceptedAt));
    }
  }

  private static Run unpack(SnapshotId id, DataInputStream in) throws IOException {
    Kind kind = KINDS.get(in.readUnsignedByte());
    boolean namedByOrigin = in.readBoolean();
    CommandId commandId = new CommandId(text(in));
    String hash = text(in);
    Origin record =
        new Origin(text(in), in.readInt(), in.readLong(), Instant.ofEpochMilli(in.readLong()));
    Answer answer =
        new Answer(in.readInt(), Instant.ofEpochMilli(in.readLong()), code(in.readUnsignedByte()));
    Subject subject = new Subject(id, null, null, commandId, record, Audit.NONE, null, null);
    return new Run(subject, hash, record, namedByOrigin, state(kind, answer, in));
  }

  private static RunState state(Kind kind, Answer answer, DataInputStream in) throws IOException {
    if (kind == Kind.REJECTED) {
      return new RunState.Rejected(answer);
    }
    PermitId permit = new PermitId(text(in));
    Instant acceptedAt = Instant.ofEpochMilli(in.readLong());
    return switch (kind) {
      case COMPLETED -> new RunState.Completed(permit, acceptedAt, answer);
      case FAILED -> new RunState.Failed(permit, acceptedAt, answer);
      case ENDED, REJECTED -> new RunState.Ended(permit, acceptedAt, answer);
    };
  }

  private static @Nullable ErrorCode code(int number) {
    return number == NO_CODE ? null : CODES.get(number);
  }

  private static long millis(Instant time) {
    return time.toEpochMilli();
  }

  /** Most ids are UUIDs: 16 bytes instead of 36. */
  private static void text(String text, DataOutputStream out) throws IOException {
    boolean uuid = Uuids.isCanonical(text);
    out.writeBoolean(uuid);
    if (uuid) {
      UUID id = UUID.fromString(text);
      out.writeLong(id.getMostSignificantBits());
      out.writeLong(id.getLeastSignificantBits());
    } else {
      out.writeUTF(text);
    }
  }

  private static String text(DataInputStream in) throws IOException {
    return in.readBoolean() ? new UUID(in.readLong(), in.readLong()).toString() : in.readUTF();
  }
}
