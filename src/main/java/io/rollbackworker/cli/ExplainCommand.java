package io.rollbackworker.cli;

import io.rollbackworker.audit.Timeline;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.config.Configuration;
import io.rollbackworker.config.Keys;
import io.rollbackworker.kafka.client.HistoryReader;
import io.rollbackworker.time.Time;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "explain",
    description = {
      "Tells what happened to snapshots: who asked what, what was answered, what the ledger"
          + " remembers, and what a further command would meet.",
      "Example:",
      "  rollback-worker explain SNAPSHOT_ID"
    },
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  @Mixin private Connection connection = new Connection();

  @Mixin private SnapshotIds snapshots = new SnapshotIds();

  @Override
  public Integer call() throws Exception {
    List<SnapshotId> ids = snapshots.read();
    Configuration configuration = connection.load();
    try (Progress progress = new Progress(Time.system());
        HistoryReader reader = Connection.history(configuration, progress)) {
      var history = reader.read(Instant.MIN, Optional::empty);
      progress.endLine();
      for (SnapshotId id : ids) {
        new Timeline(history, id, configuration.get(Keys.WINDOW)).lines().forEach(Terminal::out);
      }
      return 0;
    }
  }
}
