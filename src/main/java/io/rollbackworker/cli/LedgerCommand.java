package io.rollbackworker.cli;

import io.rollbackworker.kafka.client.HistoryReader;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunText;
import io.rollbackworker.ledger.Slice;
import io.rollbackworker.time.Time;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "ledger",
    description = {
      "Lists the commands that the ledger remembers, with the state of each.",
      "Example:",
      "  rollback-worker ledger --state in_doubt --ids"
    },
    mixinStandardHelpOptions = true)
final class LedgerCommand implements Callable<Integer> {
  @Mixin private Connection connection = new Connection();

  @Option(
      names = "--state",
      paramLabel = "STATE",
      split = ",",
      description = "Only those in this state, or in one of several: ${COMPLETION-CANDIDATES}.")
  private Set<State> states = EnumSet.allOf(State.class);

  @Option(
      names = "--ids",
      description = "Only snapshot ids, each once, as resolve --file reads them.")
  private boolean idsOnly;

  /** As {@code RunState.name()}. */
  enum State {
    INTENT,
    IN_DOUBT,
    ACCEPTED,
    COMPLETED,
    FAILED,
    ENDED,
    REFUSED,
    REJECTED;

    static State of(Run run) {
      return valueOf(run.state().name().toUpperCase(Locale.ROOT));
    }
  }

  @Override
  public Integer call() throws Exception {
    try (Progress progress = new Progress(Time.system());
        HistoryReader reader = Connection.history(connection.load(), progress)) {
      var ledger = reader.ledger();
      progress.endLine();
      ledger.values().forEach(this::list);
      return 0;
    }
  }

  private void list(Slice slice) {
    slice.forEach(
        (id, entry) -> {
          List<Run> runs =
              entry.runs().stream().filter(run -> states.contains(State.of(run))).toList();
          if (idsOnly && !runs.isEmpty()) {
            Terminal.out(id.value());
          } else {
            runs.forEach(run -> Terminal.out(id + "  " + RunText.of(run)));
          }
        });
  }
}
