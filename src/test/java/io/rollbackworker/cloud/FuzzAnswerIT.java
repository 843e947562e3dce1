package io.rollbackworker.cloud;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The readers of {@link HostileAnswerTest}: guided by coverage where JAZZER_FUZZ=1, else over the
 * examples.
 */
@Tag("proof")
class FuzzAnswerIT {
  @MethodSource("bodies")
  @FuzzTest(maxDuration = "2m")
  void fuzzAnswer(byte[] body) {
    HostileAnswerTest.readOrRefuse(body);
  }

  static List<byte[]> bodies() {
    return HostileAnswerTest.bodies();
  }
}
