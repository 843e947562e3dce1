package io.rollbackworker;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The readers of {@link HostileInputTest}: guided by coverage where JAZZER_FUZZ=1, else over the
 * examples. Jazzer wants its annotation to be the last.
 */
@Tag("proof")
class FuzzIT {
  @MethodSource("commands")
  @FuzzTest(maxDuration = "2m")
  void fuzzCommand(byte[] value) {
    HostileInputTest.decodeOrRefuseCommand(value);
  }

  @MethodSource("entries")
  @FuzzTest(maxDuration = "2m")
  void fuzzEntry(byte[] value) {
    HostileInputTest.readOrRefuseEntry(value);
  }

  @MethodSource("heads")
  @FuzzTest(maxDuration = "2m")
  void fuzzHead(byte[] value) {
    HostileInputTest.readOrRefuseHead(value);
  }

  @MethodSource("outcomes")
  @FuzzTest(maxDuration = "2m")
  void fuzzOutcome(byte[] value) {
    HostileInputTest.readOrRefuseOutcome(value);
  }

  static List<byte[]> commands() throws IOException {
    return HostileInputTest.examples("command-");
  }

  static List<byte[]> entries() throws IOException {
    return HostileInputTest.examples("ledger-entry-");
  }

  static List<byte[]> heads() throws IOException {
    return HostileInputTest.examples("ledger-head");
  }

  static List<byte[]> outcomes() throws IOException {
    return HostileInputTest.examples("outcome-");
  }
}
