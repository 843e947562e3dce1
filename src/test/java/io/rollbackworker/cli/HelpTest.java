package io.rollbackworker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What people read first: every sub-command shows an example, and every example is understood. */
class HelpTest {
  private static final Set<String> NO_EXAMPLE =
      Set.of("help", "generate-completion", "demo", "simulator", "train");
  private static final Pattern EXAMPLE =
      Pattern.compile("^  rollback-worker .*", Pattern.MULTILINE);
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  @Test
  void shouldShowAnExampleOfEverySubCommand() {
    assertThat(RollbackWorkerCommand.commandLine().getSubcommands())
        .allSatisfy(
            (name, command) -> {
              if (!NO_EXAMPLE.contains(name)) {
                assertThat(examples(command)).as(name).isNotEmpty();
              }
            });
  }

  @Test
  void shouldUnderstandEveryExample() {
    Map<String, CommandLine> all = new TreeMap<>();
    collect("", RollbackWorkerCommand.commandLine(), all);

    all.values().stream()
        .flatMap(command -> examples(command).stream())
        .forEach(
            line ->
                assertThatCode(
                        () ->
                            RollbackWorkerCommand.commandLine()
                                .parseArgs(words(line).toArray(String[]::new)))
                    .as(line)
                    .doesNotThrowAnyException());
  }

  private static void collect(String path, CommandLine command, Map<String, CommandLine> all) {
    all.put(path, command);
    command.getSubcommands().forEach((name, sub) -> collect(path + " " + name, sub, all));
  }

  /** A line for each program of a pipe. */
  private static List<String> examples(CommandLine command) {
    List<String> lines = new ArrayList<>();
    Matcher example =
        EXAMPLE.matcher(String.join("\n", command.getCommandSpec().usageMessage().description()));
    while (example.find()) {
      lines.addAll(List.of(example.group().split("\\|")));
    }
    return lines;
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line);
    while (word.find()) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    return words.subList(1, words.size());
  }
}
