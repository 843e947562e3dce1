package io.rollbackworker.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Evidence as a record's value, in the form that {@link CommandDecoder} reads. */
public final class EvidenceCodec {
  private static final ObjectMapper JSON = new ObjectMapper();

  private EvidenceCodec() {}

  public static byte[] encode(Evidence evidence) {
    ObjectNode json = JSON.createObjectNode();
    json.put("kind", "evidence");
    json.put("snapshot_id", evidence.snapshotId().value());
    json.put("command_id", evidence.commandId().value());
    json.put("permit", evidence.permit().value());
    json.put("says", evidence.says().name().toLowerCase(Locale.ROOT));
    json.put("by", evidence.by().name().toLowerCase(Locale.ROOT));
    json.put("request_id", evidence.requestId());
    json.put("requested_by", evidence.requestedBy());
    json.put("reason", evidence.reason());
    json.removeIf(JsonNode::isNull);
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
