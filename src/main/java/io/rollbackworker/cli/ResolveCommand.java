package io.rollbackworker.cli;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.config.Configuration;
import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.client.HistoryReader;
import io.rollbackworker.kafka.control.Orders;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.worker.Settings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * An operator's word on commands in doubt: finds them in the ledger, and says it on the control
 * topic, where it stands until its owner, now or later, has heard it.
 */
@Command(
    name = "resolve",
    description = "Says what became of rollbacks that are in doubt, after a person has found out.",
    mixinStandardHelpOptions = true)
final class ResolveCommand implements Callable<Integer> {
  @Mixin private Connection connection = new Connection();

  @Mixin private SnapshotIds snapshots = new SnapshotIds();

  @ArgGroup(multiplicity = "1")
  private Fate fate = new Fate();

  @Option(
      names = "--reason",
      required = true,
      description = "How you know; it stands in the outcome.")
  private String reason = "";

  @Option(
      names = "--requested-by",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name}",
      description = "Who says so; it stands in the outcome. Default: the system's user.")
  private String requestedBy = "";

  static final class Fate {
    private Evidence.Says says = Evidence.Says.NOT_TAKEN;

    @Option(names = "--taken", required = true, description = "The rollback took place.")
    void taken(boolean given) {
      says = Evidence.Says.TAKEN;
    }

    @Option(names = "--not-taken", required = true, description = "It did not, and never will.")
    void notTaken(boolean given) {
      says = Evidence.Says.NOT_TAKEN;
    }
  }

  @Override
  public Integer call() throws Exception {
    List<SnapshotId> ids = snapshots.read();
    Configuration configuration = connection.load();
    Map<SnapshotId, Run> doubts = doubts(configuration);
    int unresolved = 0;
    try (Orders orders = new Orders(Settings.kafka(configuration))) {
      for (SnapshotId id : ids) {
        Run doubt = doubts.get(id);
        if (doubt == null) {
          unresolved++;
          Terminal.err(id + " is not in doubt");
        } else {
          orders.say(evidence(doubt));
          Terminal.out(id + ": said; command " + doubt.commandId() + " gets a revised outcome");
        }
      }
      orders.forgetWordsBefore(Instant.now().minus(Evidence.KEPT));
    }
    return unresolved == 0 ? 0 : 1;
  }

  private Evidence evidence(Run doubt) {
    return new Evidence(
        doubt.snapshotId(),
        doubt.commandId(),
        doubt.attempt().permit().id(),
        fate.says,
        Evidence.By.OPERATOR,
        null,
        requestedBy,
        reason,
        Instant.now());
  }

  /** Of each snapshot at most one run is open. */
  private static Map<SnapshotId, Run> doubts(Configuration configuration) throws ContractBroken {
    try (HistoryReader reader = Connection.history(configuration)) {
      return reader.ledger().values().stream()
          .flatMap(slice -> slice.doubts().stream())
          .collect(Collectors.toMap(Run::snapshotId, run -> run));
    }
  }
}
