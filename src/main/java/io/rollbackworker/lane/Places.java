package io.rollbackworker.lane;

import io.rollbackworker.outcome.OutcomeError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which commands of a lane are open, and which are parked. A command that comes in has half of the
 * room, one that was looked at and must wait the other half: so those that wait, however many, keep
 * nobody from a first look. What has no room is parked, and read again when it has. Not
 * thread-safe: owned by the lane's thread.
 */
final class Places {
  /** They are worked on one after the other; more of them would only take room. */
  static final int OF_A_SNAPSHOT = 8;

  /** Records that are read again in one go. */
  private static final int MAX_AGAIN = 200;

  private static final long REVIEW_NANOS = 1_000_000_000;

  /** Of heap, for a command that is worked on or waits, beside its record (measured: 9 KB). */
  private static final int OPEN_BYTES = 10 << 10;

  /** Of heap, for one that was looked at; others take less. */
  private static final int PARKED_BYTES = 400;

  private final LaneRoom size;
  private final Room fresh;
  private final Room waiting;
  private final Parking parking = new Parking();
  private final NavigableMap<Long, Open> opened = new TreeMap<>();
  private final Map<Long, Integer> ofSnapshots = new HashMap<>();
  private boolean reads;
  private long reviewedNanos;

  /**
   * @param waits it has a place among those that must wait
   * @param why it had to when it was looked at last; null: it is new
   */
  private record Open(Asked asked, boolean waits, @Nullable OutcomeError why) {}

  Places(LaneRoom size, long nowNanos) {
    this.size = size;
    this.fresh = new Room((size.open() + 1) / 2, size.openBytes() / 2);
    this.waiting = new Room((size.open() + 1) / 2, size.openBytes() / 2);
    this.reviewedNanos = nowNanos;
  }

  /** A command has come in; false: it is parked. */
  boolean enter(Asked asked) {
    if (isSnapshotFull(asked)) {
      parking.addBehind(asked);
      return false;
    }
    if (!fresh.hasFor(asked) || parking.hasFresh(asked.share())) {
      parking.addFresh(asked);
      return false;
    }
    open(new Open(asked, false, null));
    return true;
  }

  /** A dry run queues behind nobody. */
  private boolean isSnapshotFull(Asked asked) {
    return !asked.share().dryRun()
        && (ofSnapshots.getOrDefault(asked.snapshotHash(), 0) >= OF_A_SNAPSHOT
            || parking.hasBehind(asked.snapshotHash()));
  }

  private void open(Open open) {
    (open.waits ? waiting : fresh).take(open.asked);
    opened.put(open.asked.offset(), open);
    if (!open.asked.share().dryRun()) {
      ofSnapshots.merge(open.asked.snapshotHash(), 1, Integer::sum);
    }
  }

  /**
   * An open command must wait; false: it is parked until then, and nobody may work on it any more.
   * Who has no room waits in turn with those who have, so that all are polled alike.
   */
  boolean keeps(long offset, OutcomeError why, long untilNanos) {
    Open open = opened.get(offset);
    if (open == null) {
      return false; // Settled meanwhile, as by an intent that was found.
    }
    boolean alone = !parking.hasWaiting(open.asked.share());
    if (open.waits && alone) {
      return true;
    }
    close(open);
    if (alone && waiting.hasFor(open.asked)) {
      open(new Open(open.asked, true, why));
      return true;
    }
    parking.addWaiting(new Parked(open.asked, untilNanos, why));
    return false;
  }

  /** An open command is answered, or nobody works on it. */
  void leave(long offset) {
    Open open = opened.get(offset);
    if (open != null) {
      close(open);
    }
  }

  private void close(Open open) {
    opened.remove(open.asked.offset());
    (open.waits ? waiting : fresh).give(open.asked);
    if (!open.asked.share().dryRun()) {
      long snapshot = open.asked.snapshotHash();
      ofSnapshots.computeIfPresent(snapshot, (hash, count) -> count == 1 ? null : count - 1);
      parking.advance(snapshot);
    }
  }

  /**
   * The offsets of those that are open from now on, to be read again; none, while others are read.
   */
  List<Long> again(Instant now, long nowNanos) {
    if (reads || parking.size() == 0) {
      return List.of();
    }
    List<Long> offsets = new ArrayList<>();
    if (nowNanos - reviewedNanos >= REVIEW_NANOS) {
      reviewedNanos = nowNanos;
      parking
          .review(parked -> parked.asked().deadlineMillis() <= now.toEpochMilli(), MAX_AGAIN)
          .forEach(parked -> openAgain(parked, offsets));
    }
    takeAll(() -> parking.takeFresh(parked -> fresh.hasFor(parked.asked())), offsets);
    takeAll(
        () ->
            parking.takeWaiting(
                parked ->
                    parked.notBeforeNanos() - nowNanos <= 0 && waiting.hasFor(parked.asked())),
        offsets);
    reads = !offsets.isEmpty();
    return offsets.stream().sorted().toList();
  }

  private void takeAll(Supplier<Optional<Parked>> next, List<Long> offsets) {
    while (offsets.size() < MAX_AGAIN) {
      Optional<Parked> parked = next.get();
      if (parked.isEmpty()) {
        return;
      }
      openAgain(parked.get(), offsets);
    }
  }

  private void openAgain(Parked parked, List<Long> offsets) {
    open(new Open(parked.asked(), parked.why() != null, parked.why()));
    offsets.add(parked.asked().offset());
  }

  /** What was to be read again has been. */
  void wereRead() {
    reads = false;
  }

  /** Why an open command had to wait before; null: it is new, or not open. */
  @Nullable OutcomeError why(long offset) {
    Open open = opened.get(offset);
    return open == null ? null : open.why;
  }

  /** Whether one more command may be read, for it may have to be parked. */
  boolean canPark() {
    return parking.size() < size.parked();
  }

  /** Nearly: while some are read again, there is a place now and then. */
  boolean isFull() {
    return parking.size() >= size.parked() - size.parked() / 10;
  }

  /** Of heap, about. */
  long heldBytes() {
    return fresh.takenBytes()
        + waiting.takenBytes()
        + (long) opened.size() * OPEN_BYTES
        + (long) parking.size() * PARKED_BYTES;
  }

  /** Commands that are worked on and were not made wait. */
  int atWork() {
    return fresh.taken();
  }

  int open() {
    return opened.size() + parking.size();
  }

  int parked() {
    return parking.size();
  }

  /** Whose commands fill it; for people. */
  String most() {
    return parking.most();
  }

  /** When the first of the open ones was stored; null: none is open. */
  @Nullable Instant oldest() {
    Asked parked = parking.oldest();
    Asked open = opened.isEmpty() ? null : opened.firstEntry().getValue().asked();
    if (open == null || (parked != null && parked.storedAtMillis() < open.storedAtMillis())) {
      return parked == null ? null : parked.storedAt();
    }
    return open.storedAt();
  }
}
