package io.rollbackworker.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.command.StrictJson;
import io.rollbackworker.inference.Lessons.Contradiction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lessons as records of the evidence topic, under {@code calibration:PROJECT:NUMBER:PROCESS}. The
 * number is configured: with another one all begins anew.
 */
public final class CalibrationCodec {
  private static final ObjectMapper JSON = StrictJson.mapper();
  private static final String PREFIX = "calibration:";

  private final Calibration calibration;
  private final String number;

  public CalibrationCodec(Calibration calibration, int number) {
    this.calibration = calibration;
    this.number = Integer.toString(number);
  }

  /** Whether a record is about lessons, of whatever number. */
  public static boolean isLesson(byte @Nullable [] key) {
    return text(key).startsWith(PREFIX);
  }

  /** Brings a record into the calibration; what is wrong with it is returned, for people. */
  public Optional<String> take(byte @Nullable [] key, byte @Nullable [] value) {
    String[] parts = text(key).split(":", -1);
    if (parts.length != 4) {
      return Optional.of("no lessons: the key is " + text(key));
    }
    if (parts[2].equals(number)) {
      try {
        calibration.hear(new ProjectId(parts[1]), parts[3], value == null ? null : decode(value));
      } catch (IOException | IllegalArgumentException | DateTimeException e) {
        return Optional.of("no lessons: " + e.getMessage());
      }
    }
    return Optional.empty();
  }

  public void known() {
    calibration.known();
  }

  /** What others counted is not known any more. */
  public void startOver() {
    calibration.startOver();
  }

  public byte[] key(ProjectId project) {
    return bytes(PREFIX + project + ":" + number + ":" + calibration.process());
  }

  public static byte[] value(Lessons lessons) {
    ObjectNode json = JSON.createObjectNode();
    json.put("moved", lessons.moved());
    json.put("still", lessons.still());
    json.put("strays", lessons.strays());
    Contradiction contradiction = lessons.contradiction();
    if (contradiction != null) {
      json.putObject("contradiction")
          .put("at", contradiction.at().toString())
          .put("what", contradiction.what());
    }
    return bytes(json.toString());
  }

  private static Lessons decode(byte[] value) throws IOException {
    JsonNode json = JSON.readTree(value);
    JsonNode contradiction = json.path("contradiction");
    return new Lessons(
        json.required("moved").asLong(),
        json.required("still").asLong(),
        json.required("strays").asLong(),
        contradiction.isMissingNode()
            ? null
            : new Contradiction(
                Instant.parse(contradiction.required("at").asText()),
                contradiction.required("what").asText()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte @Nullable [] bytes) {
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }
}
