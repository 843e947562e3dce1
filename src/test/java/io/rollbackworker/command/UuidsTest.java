package io.rollbackworker.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UuidsTest {
  @Test
  void shouldKnowEachCanonicalOne() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(Uuids.isCanonical(UUID.randomUUID().toString())).isTrue();
    }
    assertThat(Uuids.isCanonical("00000000-0000-0000-0000-000000000000")).isTrue();
    assertThat(Uuids.isCanonical("ffffffff-ffff-ffff-ffff-ffffffffffff")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2bb856e1-b3d8-4432-a858-09e4ce93938",
        "2bb856e1-b3d8-4432-a858-09e4ce9393890",
        "2bb856e1-b3d8-4432-a858-09e4ce939389\n",
        "2BB856e1-b3d8-4432-a858-09e4ce939389",
        "2bb856e1b3d8-4432-a858-09e4ce9393890",
        "2bb856e1-b3d8-4432-a858-09e4ce93938-",
        "2bb856e1-b3d8-4432-a858-09e4ce93938g",
        "2bb856e1-b3d8-4432-a858-09e4ce93938`",
        "2bb856e1-b3d8-4432-a858-09e4ce93938/",
        "2bb856e1-b3d8-4432-a858-09e4ce93938:",
        "2bb856e1-b3d8-4432-a858-09e4ce93938\u0661",
      })
  void shouldKnowWhatIsNone(String text) {
    assertThat(Uuids.isCanonical(text)).isFalse();
  }
}
