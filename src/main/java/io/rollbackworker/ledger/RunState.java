package io.rollbackworker.ledger;

import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Told;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where a run stands. Each state holds only what is true in it. */
public sealed interface RunState {

  /** The request may be sent by the holder of the permit, or was; nobody has been told anything. */
  record Intent(Attempt attempt) implements RunState {}

  /** A request was sent and its fate is unknown. */
  record InDoubt(Attempt attempt, Told<Result.InDoubt> told) implements RunState {}

  /** The cloud took the request; the rollback may still be running. */
  record Accepted(Attempt attempt, Instant acceptedAt, Told<Result.Accepted> told)
      implements RunState {}

  /** The volume holds the snapshot's data. */
  record Completed(Attempt attempt, Instant acceptedAt, Told<Result.Completed> told)
      implements RunState {}

  /** The cloud reports that the rollback failed. */
  record Failed(Attempt attempt, Instant acceptedAt, Told<Result.Failed> told)
      implements RunState {}

  /**
   * No request was or will be taken.
   *
   * @param attempt the request that was sent in vain; null where none was
   */
  record Rejected(@Nullable Attempt attempt, Told<Result.Rejected> told) implements RunState {}

  /** As the ledger's records and the outcomes name it: {@code intent}, {@code in_doubt} … */
  default String name() {
    Told<? extends Result> told = toldOrNull();
    return told == null ? "intent" : told.result().type();
  }

  /** Whether the truth is still to be found out. */
  default boolean isOpen() {
    return switch (this) {
      case Intent i -> true;
      case InDoubt d -> true;
      case Accepted a -> false;
      case Completed c -> false;
      case Failed f -> false;
      case Rejected r -> false;
    };
  }

  /** Whether somebody must go on looking: the end, or the truth, is not told. */
  default boolean isWatched() {
    return switch (this) {
      case Accepted a -> true;
      case InDoubt d -> true;
      case Intent i -> false;
      case Completed c -> false;
      case Failed f -> false;
      case Rejected r -> false;
    };
  }

  /**
   * Whether nobody can ask for it any more. Open runs and accepted ones, whose end is not told, are
   * kept for ever.
   *
   * @param keepSince what was told before this time is old enough
   */
  default boolean isForgettable(Instant keepSince) {
    return switch (this) {
      case Intent i -> false;
      case InDoubt d -> false;
      case Accepted a -> false;
      case Completed c -> c.told().time().isBefore(keepSince);
      case Failed f -> f.told().time().isBefore(keepSince);
      case Rejected r -> r.told().time().isBefore(keepSince);
    };
  }

  /** When the cloud took the request; null where it is not known to have. */
  default @Nullable Instant acceptedAtOrNull() {
    return switch (this) {
      case Accepted a -> a.acceptedAt();
      case Completed c -> c.acceptedAt();
      case Failed f -> f.acceptedAt();
      case Intent i -> null;
      case InDoubt d -> null;
      case Rejected r -> null;
    };
  }

  /** The one request of this run; null where none was made. */
  default @Nullable Attempt attemptOrNull() {
    return switch (this) {
      case Intent i -> i.attempt();
      case InDoubt d -> d.attempt();
      case Accepted a -> a.attempt();
      case Rejected r -> r.attempt();
      case Completed c -> c.attempt();
      case Failed f -> f.attempt();
    };
  }

  /** What the requester was told last; null before anything was. */
  default @Nullable Told<? extends Result> toldOrNull() {
    return switch (this) {
      case Intent i -> null;
      case InDoubt d -> d.told();
      case Accepted a -> a.told();
      case Completed c -> c.told();
      case Failed f -> f.told();
      case Rejected r -> r.told();
    };
  }
}
