package io.rollbackworker.lane;

import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.rollback.Lane;
import io.rollbackworker.rollback.PlacedCommand;
import io.rollbackworker.rollback.Procedures;
import io.rollbackworker.rollback.SessionEnded;
import io.rollbackworker.time.Fork;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a lane's procedures, each on a virtual thread of its own, and brings their end back to the
 * lane's inbox. Not thread-safe: owned by the lane's thread.
 */
final class ProcedureThreads implements LaneWork {
  private static final Logger LOG = LoggerFactory.getLogger(ProcedureThreads.class);

  private final int partition;
  private final Lane lane;
  private final Procedures procedures;
  private final Rereading rereading;
  private final Fork fork;
  private final Inbox inbox;
  private final Consumer<String> broken;
  private final Set<Watched> watched = new HashSet<>();

  /** A run that has a watch. */
  private record Watched(SnapshotId key, CommandId commandId) {}

  private interface Work {
    void run() throws SessionEnded, InterruptedException;
  }

  /**
   * @param broken ends the session, when a procedure ends by a programming error
   */
  ProcedureThreads(
      int partition, Lane lane, LaneSetup setup, Inbox inbox, Consumer<String> broken) {
    this.partition = partition;
    this.lane = lane;
    this.procedures = setup.procedures();
    this.rereading = setup.rereading();
    this.fork = setup.fork();
    this.inbox = inbox;
    this.broken = broken;
  }

  @Override
  public void answer(PlacedCommand placed, Entry entry) {
    SnapshotId key = placed.command().snapshotId();
    start(
        "command",
        () -> procedures.answer(lane, placed, entry),
        Optional.of(new Inbox.ProcedureOver(key)));
  }

  @Override
  public void readAgain(List<Long> offsets) {
    start(
        "read-again",
        () -> inbox.put(new Inbox.ReadAgain(rereading.read(partition, offsets))),
        Optional.empty());
  }

  @Override
  public void dryRun(PlacedCommand placed, Entry entry) {
    start("dry-run", () -> procedures.check(lane, placed, entry), Optional.empty());
  }

  @Override
  public void reconcile(SnapshotId key, Run run, Entry entry) {
    start(
        "reconcile",
        () -> procedures.reconcile(lane, run, entry),
        Optional.of(new Inbox.ProcedureOver(key)));
  }

  @Override
  public void watch(SnapshotId key, Entry entry) {
    for (Run run : entry.runs()) {
      CommandId command = run.commandId();
      if (run.state().isWatched() && watched.add(new Watched(key, command))) {
        Procedures.Watching watch = procedures.watch(lane, run);
        start("watch", () -> watch.run(entry), Optional.of(new Inbox.WatchOver(key, command)));
      }
    }
  }

  @Override
  public void watchOver(SnapshotId key, CommandId commandId, Entry entry) {
    watched.remove(new Watched(key, commandId));
    watch(key, entry);
  }

  /** A programming error ends the session instead of leaving a command without an answer unseen. */
  private void start(String role, Work work, Optional<Inbox.Message> after) {
    fork.start(
        role + "-" + partition,
        () -> {
          try {
            work.run();
            after.ifPresent(inbox::put);
          } catch (SessionEnded e) {
            LOG.debug("{} abandoned: {}", role, e.getMessage());
          } catch (Throwable e) { // Also an Error: a command must not wait for one that is dead.
            LOG.atError().addKeyValue("partition", partition).setCause(e).log("{} broke", role);
            broken.accept("a procedure broke: " + e);
          }
        });
  }
}
