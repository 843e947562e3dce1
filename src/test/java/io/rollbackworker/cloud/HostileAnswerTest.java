package io.rollbackworker.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.cloud.errors.Classification;
import io.rollbackworker.cloud.errors.ErrorBody;
import io.rollbackworker.outcome.CloudError;
import io.rollbackworker.testing.Mutations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers of a cloud, or of something between us and it, that sends anything. */
class HostileAnswerTest {
  private static final int[] STATUSES = {400, 401, 404, 429, 500, 599};
  private static final List<String> BODIES =
      List.of(
          "{\"error\":{\"message\":\"m\",\"code\":\"EVS.5400\"}}",
          "{\"badRequest\":{\"message\":\"m\",\"code\":400}}",
          "{\"error_code\":\"APIGW.0308\",\"error_msg\":\"limit:2,time:3"
              + " second\",\"request_id\":\"r\"}",
          "{\"snapshot\":{\"id\":\"2bb856e1-b3d8-4432-a858-09e4ce939389\",\"status\":\"available\",\"size\":1,"
              + "\"volume_id\":\"5aa119a8-d25b-45a7-8d1b-88e127885635\",\"metadata\":{},\"name\":\"s\"}}",
          "{\"volume\":{\"id\":\"5aa119a8-d25b-45a7-8d1b-88e127885635\",\"status\":\"in-use\",\"size\":\"1\","
              + "\"attachments\":[{\"server_id\":\"s\"}]}}");

  @Test
  void shouldReadOrRefuseAnyAnswer() {
    long seed = Long.getLong("seed", 20_261_121);
    Mutations mutations = new Mutations(seed);
    for (int i = 0; i < Integer.getInteger("rounds", 2_000); i++) {
      byte[] body = mutations.of(BODIES.get(i % BODIES.size()).getBytes(StandardCharsets.UTF_8));
      try {
        readOrRefuse(body);
      } catch (RuntimeException e) {
        throw new AssertionError(
            "run again with -Dseed=" + seed + ": " + new String(body, StandardCharsets.UTF_8), e);
      }
    }
  }

  static List<byte[]> bodies() {
    return BODIES.stream().map(body -> body.getBytes(StandardCharsets.UTF_8)).toList();
  }

  static void readOrRefuse(byte[] body) {
    for (int status : STATUSES) {
      CloudError error = ErrorBody.read(status, body, null);
      assertThat(error.summary()).hasSizeLessThan(1_200);
      Classification.EVS.ofRollback(error);
      Classification.EVS.ofRead(error, "snapshot x");
    }
    parse(body);
  }

  private static void parse(byte[] body) {
    try {
      Wire.snapshot(body, Dialect.EVS);
    } catch (IOException declared) {
      assertThat(declared).hasMessageNotContaining("\tat ");
    }
    try {
      Wire.volume(body, Dialect.CINDER);
    } catch (IOException declared) {
      assertThat(declared).hasMessageNotContaining("\tat ");
    }
  }
}
