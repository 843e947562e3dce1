package io.rollbackworker.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.testing.Samples;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadHashTest {
  private static final String ID = "2bb856e1-b3d8-4432-a858-09e4ce939389";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ 'command_id':'other', 'snapshot_id':'2BB856E1-b3d8-4432-a858-09e4ce939389' }",
        "{'snapshot_id':'2bb856e1-b3d8-4432-a858-09e4ce939389','reason':'text','labels':{'a':'b'}}",
      })
  void shouldBeTheSameForTheSameRequest(String value) {
    assertThat(hash(value)).isEqualTo(hash("{'snapshot_id':'" + ID + "'}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'supersedes':'c'",
        "'expires_at':'2026-11-21T03:00:00Z'",
        "'project_id':'0c2eba2c5af04d3f9e9d0d410b371fde'",
        "'rollback':{'volume_id':'5aa119a8-d25b-45a7-8d1b-88e127885635'}",
      })
  void shouldDifferForAnotherRequest(String field) {
    assertThat(hash("{'snapshot_id':'" + ID + "'," + field + "}"))
        .isNotEqualTo(hash("{'snapshot_id':'" + ID + "'}"));
  }

  /** A later version may know more fields: what is not there must not count. */
  @Test
  void shouldStayWhatItWas() {
    assertThat(hash("{'snapshot_id':'" + ID + "'}")).isEqualTo("P7qnMCP_UscikOc91Kkw8g");
  }

  private static String hash(String value) {
    byte[] json = value.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    Decoded.Valid valid = (Decoded.Valid) new CommandDecoder(4_096).decode(json, Samples.place(0));
    return PayloadHash.of(valid.command());
  }
}
