package io.rollbackworker.cli;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.config.Configuration;
import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.kafka.control.Orders;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.worker.Settings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * An operator's word on commands in doubt: finds them in the ledger, and says it on the control
 * topic, where it stands until its owner, now or later, has heard it.
 */
@Command(
    name = "resolve",
    description = {
      "Says what became of rollbacks that are in doubt, after a person has found out.",
      "--list and --suggested look at each in its cloud, and compare updated_at of snapshot and"
          + " volume with what it was right before the request; for them the configuration must"
          + " name the cloud.",
      "Examples:",
      "  rollback-worker resolve --list -c worker.yaml",
      "  rollback-worker resolve --suggested --reason \"incident 4711\" -c worker.yaml",
      "  rollback-worker resolve SNAPSHOT_ID --not-taken --reason \"the console shows none\"",
      "Exit code 0: all that was named is said, or listed; 1: some of it is not in doubt, or"
          + " nothing is suggested for it."
    },
    mixinStandardHelpOptions = true)
final class ResolveCommand implements Callable<Integer> {
  @Mixin private Connection connection = new Connection();

  @Mixin private SnapshotIds snapshots = new SnapshotIds();

  @ArgGroup(multiplicity = "1")
  private Fate fate = new Fate();

  @Option(
      names = "--reason",
      description = "How you know; it stands in the outcome. Needed but for --list.")
  private @Nullable String reason;

  @Option(
      names = "--requested-by",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name}",
      description = "Who says so; it stands in the outcome. Default: the system's user.")
  private String requestedBy = "";

  @Spec private @Nullable CommandSpec spec;

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

    @Option(
        names = "--suggested",
        required = true,
        description = "What updated_at suggests of each; without ids of all that are in doubt.")
    private boolean suggested;

    @Option(
        names = "--list",
        required = true,
        description = "Only lists them, with what updated_at suggests.")
    private boolean list;
  }

  @Override
  public Integer call() throws Exception {
    if (!fate.list && reason == null) {
      throw Misuse.of(spec, "Say how you know: --reason \"the console shows no rollback\"");
    }
    boolean looks = fate.list || fate.suggested;
    Configuration configuration = looks ? connection.loadAll() : connection.load();
    Map<SnapshotId, Run> doubts = Doubts.read(configuration);
    List<SnapshotId> ids =
        looks && snapshots.areNone() ? List.copyOf(doubts.keySet()) : snapshots.read();
    return looks ? look(configuration, doubts, ids) : say(configuration, doubts, ids);
  }

  private int say(Configuration configuration, Map<SnapshotId, Run> doubts, List<SnapshotId> ids)
      throws Exception {
    int unresolved = 0;
    try (Orders orders = new Orders(Settings.kafka(configuration))) {
      for (SnapshotId id : ids) {
        Run doubt = find(doubts, id);
        unresolved += doubt == null ? 1 : 0;
        if (doubt != null) {
          say(orders, doubt, fate.says, reason());
        }
      }
      orders.forgetWordsBefore(Instant.now().minus(Evidence.KEPT));
    }
    return unresolved == 0 ? 0 : 1;
  }

  private int look(Configuration configuration, Map<SnapshotId, Run> doubts, List<SnapshotId> ids)
      throws Exception {
    int unresolved = 0;
    try (Doubts cloud = new Doubts(configuration);
        Orders orders = new Orders(Settings.kafka(configuration))) {
      for (SnapshotId id : ids) {
        Run doubt = find(doubts, id);
        unresolved += doubt == null ? 1 : 0;
        if (doubt != null) {
          Doubts.Looked looked = cloud.look(doubt);
          looked.lines().forEach(Terminal::out);
          unresolved += fate.suggested && looked.says() == null ? 1 : 0;
          if (fate.suggested && looked.says() != null) {
            say(orders, doubt, looked.says(), looked.reason(reason()));
          }
        }
      }
    }
    Terminal.err(ids.size() + " listed");
    return unresolved == 0 ? 0 : 1;
  }

  private static @Nullable Run find(Map<SnapshotId, Run> doubts, SnapshotId id) {
    Run doubt = doubts.get(id);
    if (doubt == null) {
      Terminal.err(id + " is not in doubt");
    }
    return doubt;
  }

  private void say(Orders orders, Run doubt, Evidence.Says says, String why) throws Exception {
    orders.say(
        new Evidence(
            doubt.snapshotId(),
            doubt.commandId(),
            doubt.attempt().permit().id(),
            says,
            Evidence.By.OPERATOR,
            null,
            requestedBy,
            why,
            Instant.now()));
    Terminal.out(
        doubt.snapshotId() + ": said; command " + doubt.commandId() + " gets a revised outcome");
  }

  private String reason() {
    return Objects.requireNonNull(reason);
  }
}
