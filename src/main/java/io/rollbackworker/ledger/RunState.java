package io.rollbackworker.ledger;

import io.rollbackworker.command.PermitId;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Told;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a run stands. Each state holds only what is true in it, and what somebody may still need:
 * of what has ended for good the texts are forgotten.
 */
public sealed interface RunState {

  /**
   * The request may be sent by the holder of the permit, or was; nobody has been told anything.
   *
   * @param storedAt by the broker's clock; null: when this very record was stored
   */
  record Intent(Attempt attempt, @Nullable Instant storedAt) implements RunState {}

  /** What was told may be revised. */
  sealed interface Revisable extends RunState {
    Attempt attempt();

    Told<? extends Result> told();
  }

  /**
   * A request was sent and its fate is unknown.
   *
   * @param storedAt by the broker's clock; null: when this very record was stored
   */
  record InDoubt(Attempt attempt, @Nullable Instant storedAt, Told<Result.InDoubt> told)
      implements Revisable {
    public InDoubt(Attempt attempt, Told<Result.InDoubt> told) {
      this(attempt, null, told);
    }
  }

  /** The cloud took the request; the rollback may still be running. */
  record Accepted(Attempt attempt, Instant acceptedAt, Told<Result.Accepted> told)
      implements Revisable {}

  /** A request was sent in vain, as far as is known: its sender may still know better. */
  record Refused(Attempt attempt, Told<Result.Rejected> told) implements Revisable {}

  /** Nothing more will be told. */
  sealed interface Final extends RunState {
    Answer answer();
  }

  /** The volume held the snapshot's data. */
  record Completed(PermitId permit, Instant acceptedAt, Answer answer) implements Final {}

  /** The cloud reported that the rollback failed. */
  record Failed(PermitId permit, Instant acceptedAt, Answer answer) implements Final {}

  /** The rollback is over, and nobody knows how it ended: others changed the volume since. */
  record Ended(PermitId permit, Instant acceptedAt, Answer answer) implements Final {}

  /** No request was made. */
  record Rejected(Answer answer) implements Final {}

  /** As it was stored then; only what is open remembers it. */
  default RunState storedAt(Instant time) {
    return switch (this) {
      case Intent(Attempt attempt, Instant known) when known == null -> new Intent(attempt, time);
      case InDoubt(Attempt attempt, Instant known, var told) when known == null ->
          new InDoubt(attempt, time, told);
      case Intent _, Revisable _, Final _ -> this;
    };
  }

  /** When it became what it is, by the broker's clock; null: in this session, or not open. */
  default @Nullable Instant openSinceOrNull() {
    return switch (this) {
      case Intent intent -> intent.storedAt();
      case InDoubt doubt -> doubt.storedAt();
      case Revisable _, Final _ -> null;
    };
  }

  /** As the ledger's records and the status page name it: {@code intent}, {@code in_doubt} … */
  default String name() {
    return this instanceof Refused ? "refused" : typeOr("intent");
  }

  /** The type of the event that was told last; {@code otherwise} before anything was. */
  default String typeOr(String otherwise) {
    return switch (this) {
      case Intent i -> otherwise;
      case Revisable told -> told.told().result().type();
      case Completed c -> "completed";
      case Failed f -> "failed";
      case Ended e -> "ended";
      case Rejected r -> "rejected";
    };
  }

  /** Whether the truth is still to be found out. */
  default boolean isOpen() {
    return this instanceof Intent || this instanceof InDoubt;
  }

  /** Whether somebody must go on looking: the end, or the truth, is not told. */
  default boolean isWatched() {
    return this instanceof Accepted || this instanceof InDoubt;
  }

  /** Whether its end is told. */
  default boolean hasEnded() {
    return this instanceof Final || this instanceof Refused;
  }

  /**
   * Whether nobody can ask for it any more. Open runs and accepted ones, whose end is not told, are
   * kept for ever.
   *
   * @param keepSince what was told before this time is old enough
   */
  default boolean isForgettable(Instant keepSince) {
    Answer answer = answerOrNull();
    return hasEnded() && answer != null && answer.time().isBefore(keepSince);
  }

  /** When the cloud took the request; null where it is not known to have. */
  default @Nullable Instant acceptedAtOrNull() {
    return switch (this) {
      case Accepted a -> a.acceptedAt();
      case Completed c -> c.acceptedAt();
      case Failed f -> f.acceptedAt();
      case Ended e -> e.acceptedAt();
      case Intent _, InDoubt _, Refused _, Rejected _ -> null;
    };
  }

  /** Names the one request of this run; null where none was made. */
  default @Nullable PermitId permitOrNull() {
    return switch (this) {
      case Intent i -> i.attempt().permit().id();
      case Revisable r -> r.attempt().permit().id();
      case Completed c -> c.permit();
      case Failed f -> f.permit();
      case Ended e -> e.permit();
      case Rejected r -> null;
    };
  }

  /** What the requester was told last; null before anything was. */
  default @Nullable Answer answerOrNull() {
    return switch (this) {
      case Intent i -> null;
      case Revisable r -> Answer.of(r.told());
      case Final f -> f.answer();
    };
  }
}
