package io.rollbackworker.kafka.fleet;

import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.ledger.PartitionReader;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Lets so many partitions be opened at once and no more: each holds some megabytes of records while
 * its ledger is read, and a worker may be given all partitions of the fleet in one moment.
 * Thread-safe.
 */
public final class OpeningInTurns implements Opener {
  private static final Duration BRIEFLY = Duration.ofSeconds(1);

  private final Opener opener;
  private final Time time;
  private final Queue<CompletableFuture<Void>> waiting = new ArrayDeque<>(); // guarded by itself
  private int free; // guarded by waiting

  public OpeningInTurns(Opener opener, int atOnce, Time time) {
    this.opener = opener;
    this.free = atOnce;
    this.time = time;
  }

  @Override
  public Opened open(int partition, PartitionReader.Progress progress, BooleanSupplier cancelled)
      throws ContractBroken {
    CompletableFuture<Void> turn = ask();
    try {
      while (!time.await(turn, BRIEFLY)) {
        Opener.requireOurs(cancelled);
      }
      return opener.open(partition, progress, cancelled);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ContractBroken("The opening was interrupted.");
    } finally {
      giveBack(turn);
    }
  }

  private CompletableFuture<Void> ask() {
    CompletableFuture<Void> turn = new CompletableFuture<>();
    synchronized (waiting) {
      if (free > 0) {
        free--;
        turn.complete(null);
      } else {
        waiting.add(turn);
      }
    }
    return turn;
  }

  private void giveBack(CompletableFuture<Void> turn) {
    synchronized (waiting) {
      if (turn.cancel(false)) {
        return; // It was not given, and is passed over.
      }
      while (!waiting.isEmpty()) {
        if (waiting.remove().complete(null)) {
          return;
        }
      }
      free++;
    }
  }
}
