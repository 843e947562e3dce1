package io.rollbackworker.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.evidence.Evidence.By;
import io.rollbackworker.evidence.Evidence.Says;
import io.rollbackworker.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceCodecTest {
  private final PermitKey key = Samples.permitKey();
  private final PermitId permit = key.id();

  @Test
  void shouldReadWhatAWorkerWrote() {
    Evidence evidence = evidence(By.WORKER, "req-1");

    byte[] value = EvidenceCodec.encode(evidence, key.sign(Says.TAKEN));

    assertThat(EvidenceCodec.workers(permit, value)).isEqualTo(evidence);
  }

  @Test
  void shouldReadWhatAnOperatorWrote() {
    Evidence evidence = evidence(By.OPERATOR, null);
    String at = EvidenceCodec.operatorsKey(evidence.permit());

    assertThat(EvidenceCodec.operatorsPermit(at)).contains(evidence.permit());
    assertThat(EvidenceCodec.operators(evidence.permit(), EvidenceCodec.encode(evidence)))
        .isEqualTo(evidence);
  }

  /** Whoever knows all that is public: permit, snapshot, command, and other permits' words. */
  @Test
  void shouldNotBelieveWhoDidNotMakeThePermit() {
    Evidence evidence = evidence(By.WORKER, null);
    byte[] unsigned = EvidenceCodec.encode(evidence);
    byte[] signedByAnother = EvidenceCodec.encode(evidence, Samples.permitKey().sign(Says.TAKEN));
    byte[] otherWord = EvidenceCodec.encode(evidence, key.sign(Says.NOT_TAKEN));

    for (byte[] forged : new byte[][] {unsigned, signedByAnother, otherWord}) {
      assertThatThrownBy(() -> EvidenceCodec.workers(permit, forged))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not signed");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "null",
        "[]",
        "{}",
        "{\"snapshot_id\":\"x\",\"command_id\":\"c\",\"says\":\"taken\",\"by\":\"b\",\"reason\":\"r\",\"at\":\"2026-11-21T03:00:00Z\"}",
        "{\"snapshot_id\":\"2bb856e1-b3d8-4432-a858-09e4ce939389\",\"command_id\":\"c\",\"says\":\"maybe\",\"by\":\"b\",\"reason\":\"r\",\"at\":\"2026-11-21T03:00:00Z\"}",
        "{\"snapshot_id\":\"2bb856e1-b3d8-4432-a858-09e4ce939389\",\"command_id\":\"c\",\"says\":\"taken\",\"by\":\"b\",\"reason\":\"r\",\"at\":\"today\"}"
      })
  void shouldSayWhatIsNone(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> EvidenceCodec.operators(permit, bytes))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EvidenceCodec.workers(permit, bytes))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "permit:", "0c2eba2c5af04d3f9e9d0d410b371fde"})
  void shouldLeaveOtherKeysOfTheControlTopicAlone(String other) {
    assertThat(EvidenceCodec.operatorsPermit(other)).isEqualTo(Optional.empty());
  }

  private Evidence evidence(By by, String requestId) {
    return new Evidence(
        Samples.SNAPSHOT,
        new CommandId("c"),
        key.id(),
        Says.TAKEN,
        by,
        requestId,
        "nina",
        "looked",
        Samples.NOW);
  }
}
