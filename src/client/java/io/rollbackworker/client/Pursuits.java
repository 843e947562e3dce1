package io.rollbackworker.client;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Who waits for which outcome. Thread-safe; one thread hears. */
final class Pursuits {
  private final Set<Pursuit> waiting = ConcurrentHashMap.newKeySet();
  private volatile Optional<Throwable> end = Optional.empty();

  /** Of one command, by its id, or by that of the command whose answer it was given. */
  static final class Pursuit {
    private final String snapshotId;
    private final Predicate<Outcome> until;
    private final CompletableFuture<Outcome> found = new CompletableFuture<>();
    private volatile String commandId;

    private Pursuit(Command command, Predicate<Outcome> until) {
      this.snapshotId = command.snapshotId();
      this.commandId = command.commandId();
      this.until = until;
    }

    CompletableFuture<Outcome> outcome() {
      return found;
    }

    /** As a {@link org.apache.kafka.clients.producer.Callback}. */
    void stored(RecordMetadata where, Exception failure) {
      if (failure != null) {
        found.completeExceptionally(failure);
      }
    }

    private void hear(Outcome outcome) {
      boolean mine =
          outcome.commandId().equals(commandId)
              && outcome.snapshotId().filter(snapshotId::equalsIgnoreCase).isPresent();
      if (mine) {
        commandId = outcome.duplicateOf().orElse(commandId);
        ask(outcome);
      }
    }

    private void ask(Outcome outcome) {
      try {
        if (until.test(outcome)) {
          found.complete(outcome);
        }
      } catch (RuntimeException e) {
        found.completeExceptionally(e); // The requester's own; others go on.
      }
    }
  }

  Pursuit follow(Command command, Predicate<Outcome> until) {
    Pursuit pursuit = new Pursuit(command, until);
    waiting.add(pursuit);
    end.ifPresent(pursuit.found::completeExceptionally);
    return pursuit;
  }

  void hear(Outcome outcome) {
    waiting.forEach(pursuit -> pursuit.hear(outcome));
    waiting.removeIf(pursuit -> pursuit.found.isDone());
  }

  /** Nobody will hear anything any more. */
  void end(Throwable why) {
    end = Optional.of(why);
    waiting.forEach(pursuit -> pursuit.found.completeExceptionally(why));
  }
}
