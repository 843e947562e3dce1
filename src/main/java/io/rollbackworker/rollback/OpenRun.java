package io.rollbackworker.rollback;

import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.rollback.Change.Receipt;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An intent that waits for its decision. The entry may change meanwhile by other runs of it (the
 * watch of an older one, evidence about another): then the decision is made again from what the
 * entry is now, as long as this run is still the same intent. Only evidence about this very permit
 * can be quicker.
 */
final class OpenRun {
  private static final Logger LOG = LoggerFactory.getLogger(OpenRun.class);

  private final Lane lane;
  private final Run run;
  private Entry entry;

  /**
   * @param run an intent, as it stands in the entry
   */
  OpenRun(Lane lane, Entry entry, Run run) {
    this.lane = lane;
    this.entry = entry;
    this.run = run;
  }

  /** The run as it was intended. */
  Run run() {
    return run;
  }

  /** Tells the run's first outcome. */
  void decide(Decision decision) throws SessionEnded, InterruptedException {
    boolean written = false;
    while (!written && isStillOpen()) {
      written = propose(Changes.firstOutcome(entry, run, decision));
    }
  }

  /** Takes the intent back; the entry then, or empty when evidence was quicker. */
  Optional<Entry> release() throws SessionEnded, InterruptedException {
    boolean written = false;
    while (!written && isStillOpen()) {
      written = propose(Changes.release(entry, run));
    }
    return written ? Optional.of(entry) : Optional.empty();
  }

  /** Looks whether evidence has decided it meanwhile; writes nothing. */
  boolean refresh() throws SessionEnded, InterruptedException {
    propose(Changes.nothing(entry, run));
    return isStillOpen();
  }

  private boolean isStillOpen() {
    boolean open =
        entry.run(run.commandId()).map(Run::state).filter(run.state()::equals).isPresent();
    if (!open) {
      LOG.atWarn()
          .addKeyValue("snapshotId", run.snapshotId())
          .addKeyValue("commandId", run.commandId())
          .log("evidence has decided the run; what this worker found out is dropped");
    }
    return open;
  }

  private boolean propose(Change change) throws SessionEnded, InterruptedException {
    return switch (lane.propose(change)) {
      case Receipt.Written(Entry now) -> {
        entry = now;
        yield true;
      }
      case Receipt.Stale(Entry now) -> {
        entry = now;
        yield false;
      }
      case Receipt.AlreadySettled() ->
          throw new IllegalStateException(
              "what changes an entry is protected by its version alone");
    };
  }
}
