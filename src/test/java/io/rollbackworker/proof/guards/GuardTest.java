package io.rollbackworker.proof.guards;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GuardTest {
  @ParameterizedTest
  @EnumSource(Guard.class)
  void shouldFindEachGuardInTheSource(Guard guard) throws Exception {
    for (Edit edit : guard.edits) {
      assertThat(edit.applyTo(edit.source())).isNotEqualTo(edit.source());
    }
  }
}
