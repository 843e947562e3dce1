package io.rollbackworker.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.PermitId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.evidence.Notice.What;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records as a real Cinder 21.3 and keystonemiddleware 10.1 wrote them to Kafka. */
class NoticeTest {
  private static final String PERMIT = "2bb856e1-b3d8-8432-a858-09e4ce939389";

  @Test
  void shouldReadTheBeginOfARevert() throws IOException {
    Notice begun = read("revert-start").orElseThrow();

    assertThat(begun.permit()).isEqualTo(new PermitId(PERMIT));
    assertThat(begun.what()).isEqualTo(What.BEGUN);
    assertThat(begun.snapshotId())
        .isEqualTo(new SnapshotId("8207116d-514f-4fc2-a941-fb9a3a791a6c"));
    assertThat(begun.requestId()).startsWith("req-");
    assertThat(begun.text()).contains("snapshot.revert.start", "restoring");
  }

  @ParameterizedTest
  @ValueSource(strings = {"revert-end", "revert-end-failed"})
  void shouldReadTheEndOfARevertWellOrNot(String file) throws IOException {
    assertThat(read(file).orElseThrow().what()).isEqualTo(What.ENDED);
  }

  @Test
  void shouldReadTheApisAnswers() throws IOException {
    Notice taken = read("audit-202").orElseThrow();
    Notice refused = read("audit-400").orElseThrow();

    assertThat(taken.what()).isEqualTo(What.TAKEN);
    assertThat(refused.what()).isEqualTo(What.REFUSED);
    assertThat(refused.permit().value()).isEqualTo("6bb856e1-b3d8-8432-a858-09e4ce939389");
    assertThat(refused.snapshotId()).isNull();
    assertThat(refused.text()).contains("400");
  }

  /** Neither yes nor no. */
  @Test
  void shouldReadNothingFromAServerError() throws IOException {
    assertThat(Notice.read(bytes(text("audit-400").replace("\\\"400\\\"", "\\\"503\\\""))))
        .isEmpty();
  }

  /** Others hand a request id on, too: only the answer to the revert itself says something. */
  @ParameterizedTest
  @ValueSource(strings = {"update/revert", "/action"})
  void shouldReadNothingFromTheAnswerToAnotherCall(String ofTheRevert) throws IOException {
    String other = text("audit-202").replace(ofTheRevert + "\\\"", "other\\\"");

    assertThat(other).isNotEqualTo(text("audit-202"));
    assertThat(Notice.read(bytes(other))).isEmpty();
  }

  /** It may be anybody's. */
  @Test
  void shouldKeepLittleOfWhatItQuotes() {
    String huge = "x".repeat(10_000);
    Notice notice =
        Notice.read(bytes(bare("req-" + PERMIT).replace("restoring", huge))).orElseThrow();

    assertThat(notice.text()).hasSizeLessThan(150);
    assertThat(notice.requestId()).isNull();
  }

  /** The volume's own name no snapshot, and the snapshot's follow within milliseconds. */
  @ParameterizedTest
  @ValueSource(strings = {"volume-revert-start", "volume-create-end"})
  void shouldReadNothingFromOthers(String file) throws IOException {
    assertThat(read(file)).isEmpty();
  }

  /** Driver {@code messaging} instead of {@code messagingv2}. */
  @Test
  void shouldReadARecordWithoutAnEnvelope() {
    assertThat(Notice.read(bytes(bare("req-" + PERMIT)))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "req-", "2bb856e1-b3d8-8432-a858-09e4ce939389", "req-2BB856E1", "req-x"})
  void shouldReadNothingWithoutAPermit(String id) {
    assertThat(Notice.read(bytes(bare(id)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "snapshot.revert.start",
        "[\"snapshot.revert.start\"]",
        "{\"oslo.message\":\"snapshot.revert.start\"}",
        "{\"event_type\":{\"snapshot.revert.start\":1}}",
        "{\"event_type\":\"snapshot.revert.start\",\"payload\":7}"
      })
  void shouldReadNothingFromWhatIsNoNotification(String value) {
    assertThat(Notice.read(bytes(value))).isEmpty();
  }

  private static String bare(String id) {
    return """
    {"event_type":"snapshot.revert.start","timestamp":"2026-11-29 05:44:24.8",
     "payload":{"snapshot_id":"8207116d-514f-4fc2-a941-fb9a3a791a6c","status":"restoring"},
     "_context":{"global_request_id":"%s"}}\
    """
        .formatted(id);
  }

  private static Optional<Notice> read(String file) throws IOException {
    return Notice.read(bytes(text(file)));
  }

  private static String text(String file) throws IOException {
    return Files.readString(Path.of("src/test/resources/notifications/" + file + ".json"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
