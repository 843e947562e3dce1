package io.rollbackworker.freeze;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.ProjectId;
import io.rollbackworker.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class FreezeStateTest {
  private static final ProjectId OTHER = new ProjectId("f".repeat(32));

  @Test
  void shouldFreezeAndThawOneProjectOrAll() {
    FreezeState one = FreezeState.NONE.with(key(OTHER), frozen(OTHER));
    assertThat(one.of(OTHER).orElseThrow().message()).contains("nina").contains("why not");
    assertThat(one.of(Samples.PROJECT)).isEmpty();

    FreezeState both = one.with(key(null), frozen(null));
    assertThat(both.of(Samples.PROJECT)).isPresent();

    assertThat(both.with(bytes("*"), null).of(Samples.PROJECT)).isEmpty();
    assertThat(both.with(bytes("*"), null).of(OTHER)).isPresent();
    assertThat(both.with(bytes("*"), null).with(bytes(OTHER.value()), null))
        .isEqualTo(FreezeState.NONE);
  }

  @Test
  void shouldCountWhatCannotBeReadAsAFreeze() {
    assertThat(FreezeState.NONE.with(bytes(OTHER.value()), bytes("{")).of(OTHER)).isPresent();
    assertThat(FreezeState.NONE.with(bytes(OTHER.value()), bytes("{}")).of(OTHER)).isPresent();
    assertThat(FreezeState.NONE.with(bytes(OTHER.value()), bytes("{")).of(Samples.PROJECT))
        .isEmpty();
    assertThat(FreezeState.NONE.with(bytes("all"), bytes("{}")).of(Samples.PROJECT)).isPresent();
    assertThat(FreezeState.NONE.with(bytes(null), bytes("{}")).of(Samples.PROJECT)).isPresent();
  }

  /** Whoever deletes the topic has thawed nothing. */
  @Test
  void shouldKeepWhatWasFrozenWhenTheTopicIsMadeAnew() {
    FreezeState kept = FreezeState.NONE.with(key(OTHER), frozen(OTHER)).recreated().recreated();

    assertThat(kept.of(OTHER).orElseThrow().message())
        .contains("nina", "made anew")
        .doesNotContain("thawed) (");
    assertThat(kept.of(Samples.PROJECT)).isEmpty();
    assertThat(kept.with(bytes(OTHER.value()), null)).isEqualTo(FreezeState.NONE);
  }

  /** Taking back what a mistaken key froze must not take back what somebody else has frozen. */
  @Test
  void shouldTakeBackNothingButTheVeryKey() {
    FreezeState both =
        FreezeState.NONE
            .with(key(null), frozen(null))
            .with(bytes(OTHER.value().toUpperCase(Locale.ROOT)), bytes("{}"));

    FreezeState one = both.with(bytes(OTHER.value().toUpperCase(Locale.ROOT)), null);
    assertThat(one.of(Samples.PROJECT)).isPresent();
    assertThat(one.with(bytes("*"), null)).isEqualTo(FreezeState.NONE);
  }

  private static Freeze freeze(ProjectId project) {
    return new Freeze(project, "nina", "why not", Samples.NOW);
  }

  private static byte[] key(ProjectId project) {
    return bytes(freeze(project).key());
  }

  private static byte[] frozen(ProjectId project) {
    return FreezeCodec.encode(freeze(project));
  }

  private static byte[] bytes(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }
}
