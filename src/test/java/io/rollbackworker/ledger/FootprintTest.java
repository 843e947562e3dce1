package io.rollbackworker.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.testing.Jvm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker must hold a million ended runs: at most 400 bytes of heap and of record each. */
class FootprintTest {
  private static final int MOST_BYTES = 400;
  private static final Map<String, String[]> MEASURED = measured();

  /** The last measured of each. */
  private static Map<String, String[]> measured() {
    try {
      Process process =
          new ProcessBuilder(Jvm.command(Jvm.classPath(), Footprint.class.getName(), List.of()))
              .redirectErrorStream(true)
              .start();
      String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).as(printed).isZero();
      Map<String, String[]> lines = new HashMap<>();
      printed.lines().map(line -> line.split(" ")).forEach(line -> lines.put(line[0], line));
      return lines;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static int bytes(String what, int column) {
    return Integer.parseInt(MEASURED.get(what)[column]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"given", "default"})
  void shouldTakeLittle(String ids) {
    assertThat(bytes("record-" + ids, 1)).isLessThanOrEqualTo(MOST_BYTES);
    assertThat(bytes("slice-" + ids, 1)).isBetween(100, MOST_BYTES);
    assertThat(bytes("objects-" + ids, 1)).isGreaterThan(2 * bytes("slice-" + ids, 1));
  }

  /** The budget of a worker rests on it. */
  @Test
  void shouldKnowWhatItTakes() {
    assertThat(bytes("slice-given", 2))
        .isCloseTo(bytes("slice-given", 1), Percentage.withPercentage(15));
  }
}
