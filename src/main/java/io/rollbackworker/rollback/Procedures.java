package io.rollbackworker.rollback;

import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.policy.Policies;
import java.util.Optional;

/**
 * What a lane may have done with what it owns. What answers, checks, reconciles or watches runs to
 * its end on the calling virtual thread; the entry is the one that was committed when the thread
 * started.
 */
public final class Procedures {
  private final Context context;

  public Procedures(Context context) {
    this.context = context;
  }

  /** A command, at its turn. */
  public void answer(Lane lane, PlacedCommand placed, Entry entry)
      throws SessionEnded, InterruptedException {
    try (Journey journey = context.journeys().begin(placed.subject(settings()))) {
      new RollbackProcedure(context, lane, placed, entry, journey).run();
    }
  }

  /** A dry run. */
  public void check(Lane lane, PlacedCommand placed, Entry entry)
      throws SessionEnded, InterruptedException {
    try (Journey journey = context.journeys().begin(placed.subject(settings()))) {
      journey.at(Journey.Phase.PRECONDITIONS);
      new DryRun(context, lane, placed).run(entry);
    }
  }

  /** An intent that was found in the ledger; comes before everything else of its key. */
  public void reconcile(Lane lane, Run run, Entry entry) throws SessionEnded, InterruptedException {
    try (Journey journey = context.journeys().begin(run.subject())) {
      journey.at(Journey.Phase.OUTCOME);
      new Reconciliation(context, lane, new OpenRun(lane, entry, run)).ofFound();
    }
  }

  /**
   * A run whose end is not told yet; beside the key's queue. The caller makes it, and runs it on a
   * thread of its own.
   */
  public Watching watch(Lane lane, Run run) {
    return new Watch(context, lane, run)::run;
  }

  /** A watch that is counted already, and waits to be run. */
  public interface Watching {
    void run(Entry entry) throws SessionEnded, InterruptedException;
  }

  /** What evidence changes, if anything; an alarm where it contradicts an operator. */
  public Optional<Change> evidence(Evidence evidence, Entry entry) {
    return new EvidenceRule(context).apply(evidence, entry);
  }

  /** What signatures are held against. */
  public Policies policies() {
    return context.policies();
  }

  public RollbackSettings settings() {
    return context.settings();
  }
}
