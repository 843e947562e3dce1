package io.rollbackworker.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollbackworker.command.Decoded.Cause;
import io.rollbackworker.command.Decoded.Malformed;
import io.rollbackworker.command.Decoded.Valid;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a record to a command, or to a sentence that says what is wrong with them. Never throws
 * for any input. Reads in order: size, UTF-8, strict JSON, the published schema, the rules that a
 * schema cannot say. Thread-safe.
 */
public final class CommandDecoder {
  private static final String EXAMPLE =
      "; expected for example {\"snapshot_id\":\"2bb856e1-b3d8-4432-a858-09e4ce939389\"}";

  private final ObjectMapper json = StrictJson.mapper();
  private final SchemaCheck schema = SchemaCheck.of("command.schema.json");
  private final int maxBytes;

  /**
   * @param maxBytes a larger value is refused unread; 1,024 to 262,144
   */
  public CommandDecoder(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  public Decoded decode(byte @Nullable [] value, Origin origin) {
    if (value == null) {
      return new Malformed(
          Cause.NULL_VALUE, "The record has no value (a tombstone)" + EXAMPLE, null, null);
    }
    if (value.length > maxBytes) {
      return malformed(
          Cause.TOO_LARGE,
          "The value has " + value.length + " bytes; at most " + maxBytes + " are read",
          value);
    }
    ByteBuffer in = ByteBuffer.wrap(value);
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(in).toString();
    } catch (CharacterCodingException e) {
      return malformed(
          Cause.NOT_UTF8, "Byte " + in.position() + " of the value is not UTF-8" + EXAMPLE, value);
    }
    JsonNode tree;
    try {
      // As text: from bytes the parser would guess UTF-16 and UTF-32, too.
      tree = json.readTree(text);
    } catch (JsonProcessingException e) {
      return malformed(Cause.NOT_JSON, StrictJson.problem(e) + EXAMPLE, value);
    }
    return schema
        .problem(tree)
        .<Decoded>map(problem -> malformed(Cause.SCHEMA, problem, value))
        .orElseGet(() -> build(tree, origin, value));
  }

  private Decoded build(JsonNode tree, Origin origin, byte[] value) {
    try {
      return new Valid(rollback(tree, origin));
    } catch (IllegalArgumentException e) {
      return malformed(Cause.SCHEMA, String.valueOf(e.getMessage()), value);
    }
  }

  private static RollbackCommand rollback(JsonNode tree, Origin origin) {
    Fields fields = new Fields(tree);
    CommandId named = fields.map("command_id", CommandId::new);
    if (named != null && named.looksLikeADefault()) {
      throw new IllegalArgumentException(
          "/command_id: has the form of the id of a record that brings none, which nobody can give;"
              + " expected for example \"nightly-2026-11-21\"");
    }
    Fields target = new Fields(tree.path("rollback"));
    return new RollbackCommand(
        SnapshotId.parse(fields.required("snapshot_id")),
        named == null ? CommandId.of(origin) : named,
        named == null,
        new Target(target.map("volume_id", VolumeId::parse), target.text("name")),
        fields.map("project_id", ProjectId::new),
        fields.map("supersedes", CommandId::new),
        fields.instant("expires_at"),
        fields.instant("not_before"),
        tree.path("when_attached").asText().equals("wait"),
        tree.path("dry_run").asBoolean(false),
        new Audit(fields.text("requested_by"), fields.text("reason"), fields.texts("labels")));
  }

  private static Malformed malformed(Cause cause, String problem, byte[] value) {
    Salvage salvage = Salvage.from(value);
    return new Malformed(cause, problem, salvage.snapshotId(), salvage.commandId());
  }
}
