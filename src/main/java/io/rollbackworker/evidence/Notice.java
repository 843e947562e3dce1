package io.rollbackworker.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.Uuids;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one record of OpenStack's notifications says about a request of ours, which carried its
 * permit as {@code X-OpenStack-Request-ID}. Two kinds do: Cinder's own of a snapshot's revert, and
 * the audit middleware's of an API call's answer (CADF). As the services write them to Kafka, with
 * oslo.messaging's envelope or without (seen of Cinder 21.3, oslo.messaging 14.0,
 * keystonemiddleware 10.1). Pure.
 *
 * @param snapshotId null: an API call's, which names only the volume
 * @param requestId the cloud's own id of the request, where known
 * @param text a clause
 */
public record Notice(
    PermitId permit,
    What what,
    @Nullable SnapshotId snapshotId,
    @Nullable String requestId,
    String text) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String AUDIT = "audit.http.response";
  private static final String BEGUN = "snapshot.revert.start";
  private static final String ENDED = "snapshot.revert.end";
  private static final String PREFIX = "req-";

  /** Of what is quoted: a time, a status. */
  private static final int MAX_CHARS = 40;

  /** What happened to the request. */
  public enum What {
    /** The volume service has begun the revert, so the API had taken it. */
    BEGUN,
    /** The revert is over, well or not. */
    ENDED,
    /** The API answered 2xx. */
    TAKEN,
    /** The API answered 4xx. */
    REFUSED
  }

  /** Empty: it says nothing about us, whatever it is. */
  public static Optional<Notice> read(byte[] value) {
    // Of a whole cloud's notifications few are reverts; the others are not worth a parser.
    String text = new String(value, StandardCharsets.UTF_8);
    if (!text.contains(BEGUN) && !text.contains(ENDED) && !text.contains(AUDIT)) {
      return Optional.empty();
    }
    try {
      JsonNode record = JSON.readTree(text);
      JsonNode inner = record.path("oslo.message");
      return read(inner.isTextual() ? JSON.readTree(inner.textValue()) : record);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Notice> read(JsonNode message) {
    JsonNode payload = message.path("payload");
    String type = message.path("event_type").asText();
    return switch (type) {
      case BEGUN -> revert(message, payload, What.BEGUN);
      case ENDED -> revert(message, payload, What.ENDED);
      case AUDIT -> answer(payload);
      default -> Optional.empty();
    };
  }

  private static Optional<Notice> revert(JsonNode message, JsonNode payload, What what) {
    JsonNode context = message.path("_context");
    String snapshot = payload.path("snapshot_id").asText();
    if (!Uuids.isCanonical(snapshot)) {
      return Optional.empty();
    }
    String text =
        "notification %s at %s, status %s"
            .formatted(
                what == What.BEGUN ? BEGUN : ENDED,
                shortened(message.path("timestamp").asText()),
                shortened(payload.path("status").asText()));
    return permit(context)
        .map(permit -> new Notice(permit, what, new SnapshotId(snapshot), id(context), text));
  }

  private static Optional<Notice> answer(JsonNode payload) {
    if (!payload.path("action").asText().endsWith("revert")
        || !payload.path("requestPath").asText().endsWith("/action")) {
      return Optional.empty(); // Of another call: others, too, hand request ids on.
    }
    JsonNode reason = payload.path("reason");
    int status = reason.path("reasonCode").asInt();
    boolean http = reason.path("reasonType").asText().equals("HTTP");
    if (!http || (status / 100 != 2 && status / 100 != 4)) {
      return Optional.empty(); // A 5xx says neither yes nor no.
    }
    What what = status / 100 == 2 ? What.TAKEN : What.REFUSED;
    JsonNode initiator = payload.path("initiator");
    String text =
        "audit event of %s, answered HTTP %d"
            .formatted(shortened(payload.path("eventTime").asText()), status);
    return permit(initiator).map(permit -> new Notice(permit, what, null, id(initiator), text));
  }

  private static Optional<PermitId> permit(JsonNode context) {
    String id = context.path("global_request_id").asText();
    return isRequestId(id)
        ? Optional.of(new PermitId(id.substring(PREFIX.length())))
        : Optional.empty();
  }

  private static @Nullable String id(JsonNode context) {
    String id = context.path("request_id").asText();
    return isRequestId(id) ? id : null;
  }

  private static boolean isRequestId(String id) {
    return id.startsWith(PREFIX) && Uuids.isCanonical(id.substring(PREFIX.length()));
  }

  private static String shortened(String text) {
    return text.substring(0, Math.min(text.length(), MAX_CHARS));
  }
}
