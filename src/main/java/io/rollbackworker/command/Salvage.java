package io.rollbackworker.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The ids that an unreadable record names, so that its requester can find the answer: top-level
 * fields read as far as the text is JSON, at most {@value #MAX_BYTES} bytes. A field that is given
 * twice counts as not given.
 */
record Salvage(@Nullable SnapshotId snapshotId, @Nullable CommandId commandId) {
  private static final int MAX_BYTES = 1 << 20;
  private static final JsonFactory LENIENT = StrictJson.factory(false);

  static Salvage from(byte[] value) {
    Field snapshotId = new Field();
    Field commandId = new Field();
    try (JsonParser parser = LENIENT.createParser(value, 0, Math.min(value.length, MAX_BYTES))) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          JsonToken token = parser.nextToken();
          String text = token == JsonToken.VALUE_STRING ? parser.getText() : null;
          switch (name) {
            case "snapshot_id" -> snapshotId.see(text);
            case "command_id" -> commandId.see(text);
            default -> {}
          }
          parser.skipChildren();
        }
      }
    } catch (IOException e) {
      // The record is known to be unreadable; what was read before this place still counts.
    }
    return new Salvage(snapshotId.as(SnapshotId::parse), commandId.as(CommandId::new));
  }

  private static final class Field {
    private @Nullable String text;
    private int times;

    void see(@Nullable String value) {
      text = value;
      times++;
    }

    <T> @Nullable T as(Function<String, T> parse) {
      try {
        return times == 1 && text != null ? parse.apply(text) : null;
      } catch (IllegalArgumentException e) {
        return null; // Named, but not in a form that is an id.
      }
    }
  }
}
