package io.rollbackworker.testing;

import io.rollbackworker.command.PermitId;
import io.rollbackworker.disk.SendPermit;
import io.rollbackworker.evidence.PermitKey;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.Memory;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.rollback.Change;
import io.rollbackworker.rollback.Change.Receipt;
import io.rollbackworker.rollback.Lane;
import io.rollbackworker.rollback.PlacedCommand;
import io.rollbackworker.rollback.SessionEnded;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * One snapshot's entry in memory, changed by compare-and-set as a real lane does; every change is
 * committed at once. Waiting moves the clock. Not thread-safe.
 */
public final class FakeLane implements Lane {
  private final Time time;
  private final Duration permitLife;
  private final List<Outcome> told = new ArrayList<>();
  private final Set<PermitId> burned = new HashSet<>();
  private final Set<PermitId> concluded = new HashSet<>();
  private final Set<Long> settled = new HashSet<>();
  private Entry entry;
  private long version;
  private final Random keys = new Random(1);
  private boolean ended;
  private boolean parks;
  private Instant openedAt = Samples.NOW;
  private Predicate<Change> failing = change -> false;
  private boolean commitsBeforeFailing;
  private Runnable beforeNext = () -> {};

  public FakeLane(Time time, Duration permitLife, Entry entry) {
    this.time = time;
    this.permitLife = permitLife;
    this.entry = entry;
    this.version = entry.version();
  }

  /** What the ledger remembers now. */
  public Entry entry() {
    return entry;
  }

  /** Somebody else changes the entry. */
  public void put(Entry next) {
    entry = next.atVersion(++version);
  }

  /** Happens before the next change is looked at, once. */
  public void beforeNext(Runnable action) {
    beforeNext = action;
  }

  /** Such a change ends the session with an unknown result. */
  public void failOn(Predicate<Change> change, boolean commitsFirst) {
    failing = change;
    commitsBeforeFailing = commitsFirst;
  }

  /** From now on everybody who asks hears that the session has ended. */
  public void end() {
    ended = true;
  }

  @Override
  public Receipt propose(Change change) throws SessionEnded {
    requireSession();
    Runnable action = beforeNext;
    beforeNext = () -> {};
    action.run();
    boolean fails = failing.test(change);
    Receipt receipt = fails && !commitsBeforeFailing ? null : commit(change);
    if (fails) {
      ended = true;
      requireSession();
    }
    return receipt;
  }

  private Receipt commit(Change change) {
    if (change.next() == null
        && !change.settles().isEmpty()
        && settled.contains(change.settles().getFirst().offset())) {
      return new Receipt.AlreadySettled();
    }
    if (change.expectedVersion() != entry.version()) {
      return new Receipt.Stale(entry);
    }
    if (change.next() != null) {
      put(change.next());
    }
    told.addAll(change.outcomes());
    change.settles().forEach(record -> settled.add(record.offset()));
    return new Receipt.Written(entry);
  }

  /** From now on it has no room for commands that wait. */
  public void parkAll() {
    parks = true;
  }

  @Override
  public boolean keeps(PlacedCommand placed, OutcomeError why, Duration pause) {
    return !parks;
  }

  @Override
  public SendPermit permit(Instant deadline) throws SessionEnded {
    requireSession();
    Duration left = Duration.between(time.now(), deadline);
    Duration good = left.compareTo(permitLife) < 0 ? left : permitLife;
    return new SendPermit(
        new PermitKey(keys),
        time.now().plus(good),
        permitLife,
        time,
        time.nanos() + good.toNanos());
  }

  @Override
  public Memory memory() {
    return Samples.RULES.memory();
  }

  @Override
  public Instant openedAt() {
    return openedAt;
  }

  /** What was stored before has waited since. */
  public void openedAt(Instant brokerTime) {
    openedAt = brokerTime;
  }

  @Override
  public void concluded(SendPermit permit) {
    concluded.add(permit.permit().id());
  }

  /** Its process held this permit once and never used it. */
  public void burned(PermitId permit) {
    burned.add(permit);
  }

  @Override
  public boolean burnUnused(PermitId permit) {
    return burned.contains(permit);
  }

  @Override
  public boolean await(CompletableFuture<?> what, Duration atMost)
      throws SessionEnded, InterruptedException {
    boolean done = time.await(what, atMost);
    requireSession();
    return done;
  }

  @Override
  public void pause(Duration duration) throws SessionEnded, InterruptedException {
    time.pause(duration);
    requireSession();
  }

  private void requireSession() throws SessionEnded {
    if (ended) {
      throw new SessionEnded("as the test wants it");
    }
  }

  /** All events, in their order. */
  public List<Outcome> told() {
    return List.copyOf(told);
  }

  /** Whether the record's offset has its first outcome. */
  public boolean isSettled(long offset) {
    return settled.contains(offset);
  }

  /** Permits whose call is over. */
  public Set<PermitId> concluded() {
    return Set.copyOf(concluded);
  }
}
