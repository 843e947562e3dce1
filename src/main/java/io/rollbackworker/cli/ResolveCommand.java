package io.rollbackworker.cli;

import io.rollbackworker.command.Evidence;
import io.rollbackworker.command.EvidenceCodec;
import io.rollbackworker.command.Origin;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.client.CommandPublisher;
import io.rollbackworker.kafka.client.OutcomeReader;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BinaryOperator;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * An operator's word on commands in doubt: finds what they are about in the outcomes, and publishes
 * evidence.
 */
@Command(
    name = "resolve",
    description = "Says what became of rollbacks that are in doubt, after a person has found out.",
    mixinStandardHelpOptions = true)
final class ResolveCommand implements Callable<Integer> {
  private static final BinaryOperator<Outcome> LATER =
      BinaryOperator.maxBy(Comparator.comparingInt(outcome -> outcome.told().revision()));

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
    KafkaSettings settings = connection.kafka();
    Map<SnapshotId, Outcome> inDoubt = inDoubt(settings);
    int unresolved = 0;
    try (CommandPublisher publisher = new CommandPublisher(settings)) {
      for (SnapshotId id : ids) {
        Outcome outcome = inDoubt.get(id);
        if (outcome != null && outcome.result() instanceof Result.InDoubt doubt) {
          publisher.publish(id.value(), evidence(id, outcome, doubt)).await();
          System.out.println(
              id + ": said; command " + outcome.subject().commandId() + " gets a revised outcome");
        } else {
          unresolved++;
          System.err.println(
              id
                  + " is not in doubt"
                  + (outcome == null ? "" : ", it is " + outcome.result().type()));
        }
      }
    }
    return unresolved == 0 ? 0 : 1;
  }

  private byte[] evidence(SnapshotId id, Outcome outcome, Result.InDoubt doubt) {
    return EvidenceCodec.encode(
        new Evidence(
            id,
            outcome.subject().commandId(),
            doubt.permit(),
            fate.says,
            Evidence.By.OPERATOR,
            null,
            requestedBy,
            reason));
  }

  /**
   * The command of each snapshot that is in doubt, with its newest event; revisions share their
   * record.
   */
  private static Map<SnapshotId, Outcome> inDoubt(KafkaSettings settings) {
    Map<Origin, Outcome> newest = new LinkedHashMap<>();
    try (OutcomeReader reader = new OutcomeReader(settings, settings.outcomesTopic(), true)) {
      reader.readToEnd(
          event ->
              Connection.decode(event)
                  .filter(outcome -> outcome.duplicateOf() == null)
                  .ifPresent(outcome -> newest.merge(outcome.record(), outcome, LATER)));
    }
    Map<SnapshotId, Outcome> inDoubt = new LinkedHashMap<>();
    for (Outcome outcome : newest.values()) {
      SnapshotId id = outcome.subject().snapshotId();
      if (id != null && outcome.result() instanceof Result.InDoubt) {
        inDoubt.put(id, outcome);
      }
    }
    return inDoubt;
  }
}
