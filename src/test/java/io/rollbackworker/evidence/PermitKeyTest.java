package io.rollbackworker.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.PermitId;
import io.rollbackworker.evidence.Evidence.Says;
import io.rollbackworker.evidence.PermitKey.Signature;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PermitKeyTest {
  private final PermitKey key = new PermitKey(new Random(7));
  private final PermitId permit = key.id();

  @ParameterizedTest
  @EnumSource
  void shouldProveWhatItsMakerSaysAndNothingElse(Says says) {
    Says other = says == Says.TAKEN ? Says.NOT_TAKEN : Says.TAKEN;
    Signature signature = key.sign(says);

    assertThat(signature.proves(permit, says)).isTrue();
    assertThat(signature.proves(permit, other)).isFalse();
    assertThat(signature.proves(new PermitKey(new Random(8)).id(), says)).isFalse();
  }

  /** Whoever has heard one word knows one secret and both hashes. */
  @ParameterizedTest
  @EnumSource
  void shouldNotBeForgedByWhoHasHeardOneWord(Says said) {
    Says other = said == Says.TAKEN ? Says.NOT_TAKEN : Says.TAKEN;
    Signature heard = key.sign(said);

    assertThat(new Signature(heard.other(), heard.secret()).proves(permit, other)).isFalse();
    assertThat(new Signature(heard.secret(), heard.other()).proves(permit, other)).isFalse();
    assertThat(new Signature(heard.secret(), heard.secret()).proves(permit, other)).isFalse();
    assertThat(new Signature(heard.other(), heard.other()).proves(permit, other)).isFalse();
  }

  @Test
  void shouldTakeNothingForASignature() {
    assertThat(new Signature("", "").proves(permit, Says.TAKEN)).isFalse();
    assertThat(new Signature("xyz", "00").proves(permit, Says.TAKEN)).isFalse();
  }

  /** Cinder's X-OpenStack-Request-ID takes nothing else. */
  @Test
  void shouldNameAPermitByAUuid() {
    UUID id = UUID.fromString(permit.value());

    assertThat(permit.value()).isEqualTo(id.toString());
    assertThat(id.version()).isEqualTo(8);
    assertThat(id.variant()).isEqualTo(2);
  }
}
