package io.rollbackworker.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.kafka.client.HistoryReader;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
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
  private static final ObjectMapper JSON = new ObjectMapper();

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

  @Option(names = "--json", description = "One line of JSON for each, for machines.")
  private boolean json;

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
            runs.forEach(run -> Terminal.out(json ? event(run) : id + "  " + RunText.of(run)));
          }
        });
  }

  private static String event(Run run) {
    ObjectNode event =
        JSON.createObjectNode()
            .put("snapshot_id", run.snapshotId().value())
            .put("command_id", run.commandId().value())
            .put("state", run.state().name())
            .put("partition", run.record().partition())
            .put("offset", run.record().offset());
    PermitId permit = run.state().permitOrNull();
    if (permit != null) {
      event.put("permit", permit.value());
    }
    if (!(run.state() instanceof RunState.Intent)) {
      event.put("told_at", run.answer().time().toString());
    }
    return event.toString();
  }
}
