package io.rollbackworker.proof.chaos;

import io.rollbackworker.testing.Tool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;

/**
 * The wall clock of another process, Java machine, Kafka's clients and all: set wrong, and set
 * again while it runs. Needs Linux and a C compiler.
 */
final class WrongClock {
  private static final Path SOURCE = Path.of("src", "test", "c", "wrong_clock.c");
  private final Path library;
  private final Path offset;

  private WrongClock(Path library, Path offset) {
    this.library = library;
    this.offset = offset;
  }

  /**
   * @param folder for the clock's files
   */
  static WrongClock in(Path folder, String name, Duration offset) throws IOException {
    Path library = folder.resolve("wrong_clock.so").toAbsolutePath();
    if (!Files.exists(library)) {
      Tool.run("cc -O2 -shared -fPIC -o %s %s -ldl".formatted(library, SOURCE));
    }
    WrongClock clock =
        new WrongClock(library, folder.resolve(name + ".clock-offset").toAbsolutePath());
    clock.set(offset);
    return clock;
  }

  /** What a process needs in its environment to have this clock. */
  Map<String, String> environment() {
    return Map.of("LD_PRELOAD", library.toString(), "WRONG_CLOCK", offset.toString());
  }

  /** From now on it is ahead by so much. */
  void set(Duration ahead) throws IOException {
    ByteBuffer millis = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    // Not emptied first: who has it mapped would be killed.
    Files.write(
        offset,
        millis.putLong(ahead.toMillis()).array(),
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE);
  }
}
