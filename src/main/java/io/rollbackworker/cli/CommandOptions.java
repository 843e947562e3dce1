package io.rollbackworker.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollbackworker.outcome.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a person says once for all commands that are sent; a line of a file goes over it. */
final class CommandOptions {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(
      names = "--project",
      paramLabel = "PROJECT_ID",
      description = "Default: the workers' first.")
  private @Nullable String project;

  @Option(names = "--requested-by", paramLabel = "NAME", description = "For the audit trail.")
  private @Nullable String requestedBy;

  @Option(names = "--reason", paramLabel = "TEXT", description = "For the audit trail.")
  private @Nullable String reason;

  @Option(
      names = "--not-before",
      paramLabel = "TIME",
      description =
          "Nothing is sent to the cloud before it; it must lie before the deadline, so nights ahead"
              + " are cron's.")
  private @Nullable Instant notBefore;

  @Option(
      names = "--when-attached",
      paramLabel = "reject|wait",
      description = "wait: until the volume is detached, at most to the deadline. Default: reject.")
  private @Nullable WhenAttached whenAttached;

  private enum WhenAttached {
    REJECT,
    WAIT
  }

  @Option(
      names = "--label",
      paramLabel = "NAME=VALUE",
      description =
          "For the audit trail; priority=urgent|normal|low says who goes first when a limit binds.")
  private Map<String, String> labels = new LinkedHashMap<>();

  /** Who asks; by default the system's user. */
  String requestedBy(String user) {
    return requestedBy == null ? user : requestedBy;
  }

  /** Fields that are not given are not there. */
  ObjectNode fields(@Nullable Instant expiresAt) {
    ObjectNode fields = JSON.createObjectNode();
    fields.put("project_id", project);
    fields.put("expires_at", expiresAt == null ? null : expiresAt.toString());
    fields.put("not_before", notBefore == null ? null : notBefore.toString());
    fields.put("when_attached", whenAttached == null ? null : Json.name(whenAttached));
    fields.put("requested_by", requestedBy);
    fields.put("reason", reason);
    fields.removeIf(JsonNode::isNull);
    if (!labels.isEmpty()) {
      ObjectNode object = fields.putObject("labels");
      labels.forEach(object::put);
    }
    return fields;
  }
}
