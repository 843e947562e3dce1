package io.rollbackworker.testing;

import io.rollbackworker.cli.RollbackWorkerCommand;
import io.rollbackworker.kafka.KafkaSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program's sub-commands, in this process: one at a time, for they share what is printed. */
public final class CommandLines {
  private CommandLines() {}

  /** What it ended with and printed. */
  public record Run(int exitCode, String out, String err) {}

  /**
   * @param words the sub-command first
   */
  public static Run run(Path config, String... words) {
    List<String> line = new ArrayList<>(List.of(words));
    line.addAll(1, List.of("--config", config.toString()));
    return plain(line.toArray(String[]::new));
  }

  /** With every word given. */
  public static Run plain(String... line) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
      int exitCode = RollbackWorkerCommand.commandLine().execute(line);
      return new Run(
          exitCode,
          printed.toString(StandardCharsets.UTF_8),
          complained.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** A configuration that names these topics. */
  public static Path config(Path folder, KafkaSettings kafka) throws IOException {
    Path file = folder.resolve("worker.yaml");
    Files.writeString(
        file,
        """
        kafka:
          bootstrap-servers: %s
          group: %s
          commands-topic: %s
          outcomes-topic: %s
          ledger-topic: %s
          dead-letters-topic: %s
          control-topic: %s
          evidence-topic: %s
          campaigns-topic: %s
          single-broker: true
        """
            .formatted(
                kafka.bootstrapServers(),
                kafka.group(),
                kafka.commandsTopic(),
                kafka.outcomesTopic(),
                kafka.ledgerTopic(),
                kafka.deadLettersTopic(),
                kafka.controlTopic(),
                kafka.evidenceTopic(),
                kafka.campaignsTopic()));
    return file;
  }
}
