package io.rollbackworker.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.dev.demo.Demo;
import io.rollbackworker.dev.demo.Stack;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The whole contract, as the demo shows it. */
class DemoIT {
  private static final int PARTITIONS = 4;

  @Test
  void shouldShowTheWholeContract() throws Exception {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    try (Stack stack = Stack.start(0, 0, PARTITIONS, 2, 10);
        PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8)) {
      boolean right = new Demo(stack, PARTITIONS, out).run();

      assertThat(right).as(shown.toString(StandardCharsets.UTF_8)).isTrue();
    }
  }
}
