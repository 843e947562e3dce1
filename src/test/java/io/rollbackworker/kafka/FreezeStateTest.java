package io.rollbackworker.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.Freeze;
import io.rollbackworker.command.FreezeCodec;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class FreezeStateTest {
  private static final ProjectId OTHER = new ProjectId("f".repeat(32));

  @Test
  void shouldFreezeAndThawOneProjectOrAll() {
    FreezeState one = FreezeState.NONE.with(freeze(OTHER));
    assertThat(one.of(OTHER).orElseThrow().message()).contains("nina").contains("why not");
    assertThat(one.of(Samples.PROJECT)).isEmpty();

    FreezeState both = one.with(freeze(null));
    assertThat(both.of(Samples.PROJECT)).isPresent();

    assertThat(both.with(thaw("*")).of(Samples.PROJECT)).isEmpty();
    assertThat(both.with(thaw("*")).of(OTHER)).isPresent();
    assertThat(both.with(thaw("*")).with(thaw(OTHER.value()))).isEqualTo(FreezeState.NONE);
  }

  @Test
  void shouldCountWhatCannotBeReadAsAFreeze() {
    assertThat(FreezeState.NONE.with(record(OTHER.value(), "{")).of(OTHER)).isPresent();
    assertThat(FreezeState.NONE.with(record(OTHER.value(), "{}")).of(OTHER)).isPresent();
    assertThat(FreezeState.NONE.with(record(OTHER.value(), "{")).of(Samples.PROJECT)).isEmpty();
    assertThat(FreezeState.NONE.with(record("all", "{}")).of(Samples.PROJECT)).isPresent();
    assertThat(FreezeState.NONE.with(record(null, "{}")).of(Samples.PROJECT)).isPresent();
  }

  /** Taking back what a mistaken key froze must not take back what somebody else has frozen. */
  @Test
  void shouldTakeBackNothingButTheVeryKey() {
    FreezeState both =
        FreezeState.NONE
            .with(freeze(null))
            .with(record(OTHER.value().toUpperCase(Locale.ROOT), "{}"));

    FreezeState one = both.with(thaw(OTHER.value().toUpperCase(Locale.ROOT)));
    assertThat(one.of(Samples.PROJECT)).isPresent();
    assertThat(one.with(thaw("*"))).isEqualTo(FreezeState.NONE);
  }

  private static ConsumerRecord<byte[], byte[]> freeze(ProjectId project) {
    Freeze freeze = new Freeze(project, "nina", "why not", Samples.NOW);
    return record(freeze.key(), new String(FreezeCodec.encode(freeze), StandardCharsets.UTF_8));
  }

  private static ConsumerRecord<byte[], byte[]> thaw(String key) {
    return record(key, null);
  }

  private static ConsumerRecord<byte[], byte[]> record(String key, String value) {
    return new ConsumerRecord<>(
        "control",
        0,
        0,
        key == null ? null : key.getBytes(StandardCharsets.UTF_8),
        value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }
}
