package io.rollbackworker.cloud.errors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollbackworker.outcome.CloudError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads error bodies of every shape that is known: {@code {"error":{...}}}, OpenStack faults under
 * any wrapper key in any case, the gateway's {@code error_code}/{@code error_msg}, flat {@code
 * code}/{@code message} and {@code errorCode}/{@code errorMessage}, numeric codes, and what is no
 * JSON at all. Never throws.
 */
public final class ErrorBody {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_PLAIN_CHARS = 200;

  /** The gateway repeats the canonical request when a signature is wrong. */
  private static final Pattern SECURITY_TOKEN =
      Pattern.compile("(x-(?:security|auth)-token:)[^|\\s\"]*", Pattern.CASE_INSENSITIVE);

  private ErrorBody() {}

  /**
   * @param body at most a few KiB of it
   * @param requestIdHeader of the answer; used where the body names none
   */
  public static CloudError read(int httpStatus, byte[] body, @Nullable String requestIdHeader) {
    JsonNode tree = parse(body);
    JsonNode detail = nested(tree).orElse(tree);
    String code =
        first(tree, "error_code", "errorCode", "code").orElseGet(() -> text(detail, "code"));
    String message =
        first(tree, "error_msg", "errorMessage", "message")
            .orElseGet(() -> text(detail, "message"));
    if (message == null && tree.isMissingNode()) {
      message = plain(body);
    }
    if (message != null) {
      message = SECURITY_TOKEN.matcher(message).replaceAll("$1(not shown)");
    }
    String requestId = first(tree, "request_id").orElse(requestIdHeader);
    return new CloudError(httpStatus, code, message, requestId);
  }

  private static JsonNode parse(byte[] body) {
    try {
      JsonNode tree = JSON.readTree(body);
      return tree.isObject() ? tree : JSON.missingNode();
    } catch (IOException | StackOverflowError e) {
      return JSON.missingNode(); // HTML, plain text, cut off: the status has to do.
    }
  }

  /** The first object inside that holds a code or a message, whatever its wrapper is called. */
  private static Optional<JsonNode> nested(JsonNode tree) {
    for (JsonNode child : tree) {
      if (child.isObject() && (text(child, "code") != null || text(child, "message") != null)) {
        return Optional.of(child);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> first(JsonNode tree, String... names) {
    return Stream.of(names)
        .flatMap(name -> Optional.ofNullable(text(tree, name)).stream())
        .findFirst();
  }

  private static @Nullable String text(JsonNode object, String name) {
    JsonNode value = object.get(name);
    return value == null || !value.isValueNode() || value.isNull() ? null : value.asText();
  }

  private static @Nullable String plain(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).strip();
    boolean html = text.toLowerCase(Locale.ROOT).startsWith("<");
    return text.isEmpty() || html
        ? null
        : text.substring(0, Math.min(text.length(), MAX_PLAIN_CHARS));
  }
}
