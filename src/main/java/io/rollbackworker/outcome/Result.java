package io.rollbackworker.outcome;

import io.rollbackworker.command.PermitId;
import org.jspecify.annotations.Nullable;

/** What an outcome says. Each kind holds only what is true of it. */
public sealed interface Result {

  /** The first outcome of a command is one of these; it settles the command's record. */
  sealed interface First extends Result permits Accepted, Rejected, InDoubt, Checked {}

  /** The end of an accepted rollback; nothing is told after it. */
  sealed interface End extends Result permits Completed, Failed, Ended {}

  /**
   * The cloud took exactly one request of this command, or a rollback of this snapshot was seen or
   * vouched for that nothing distinguishes from it.
   */
  record Accepted(PermitId permit, Proof proof, @Nullable String requestId, Observed observed)
      implements First {}

  /**
   * No request of this command was or will be taken.
   *
   * @param permit names the request that was sent in vain; null where none was
   */
  record Rejected(@Nullable PermitId permit, OutcomeError error, Observed observed)
      implements First {}

  /**
   * Neither is proven.
   *
   * @param permit names the request
   * @param cause null: not known, of a ledger before format 2
   */
  record InDoubt(PermitId permit, @Nullable Cause cause, OutcomeError error, Observed observed)
      implements First {}

  /** Why nobody can say what a request did. */
  enum Cause {
    /** Its worker stopped, or lost the partition, before it wrote what it knew. */
    WORKER_GONE,
    /** The connection ended before the answer came. */
    ANSWER_LOST,
    /** The answer says neither yes nor no, such as a 5xx. */
    ANSWER_UNCLEAR,
    /** The cloud refused it, but its state does not look so. */
    REFUSAL_UNSURE
  }

  /** After accepted: the volume holds the snapshot's data. */
  record Completed(Observed observed) implements End {}

  /** After accepted: the cloud reports that the rollback failed. */
  record Failed(OutcomeError error, Observed observed) implements End {}

  /**
   * After accepted: the rollback is over, and nobody knows how it ended, because somebody else's
   * work has changed the volume since.
   */
  record Ended(Observed observed) implements End {}

  /**
   * Answer to a dry run.
   *
   * @param losesSince what was written to the volume since then would be lost; the cloud's text,
   *     UTC without a zone; null where nothing would be, or it is not known
   */
  record Checked(
      Would would, @Nullable OutcomeError error, Observed observed, @Nullable String losesSince)
      implements First {
    public Checked {
      losesSince = Observed.shortenedOrNull(losesSince);
    }
  }

  enum Proof {
    /** The cloud's own 202. */
    RESPONSE,
    /** The snapshot was seen being rolled back. */
    OBSERVED,
    /** A person vouches for it. */
    OPERATOR,
    /** It follows from {@code updated_at}, as the evidence says. */
    INFERRED,
    /** The cloud's own log says so, under this very permit. */
    LOG
  }

  enum Would {
    PROCEED,
    WAIT,
    REJECT,
    DUPLICATE,
    IN_FLIGHT,
    IN_DOUBT
  }

  /** The type's name in events: {@code accepted}, {@code in_doubt} … */
  default String type() {
    return switch (this) {
      case Accepted a -> "accepted";
      case Rejected r -> "rejected";
      case InDoubt d -> "in_doubt";
      case Completed c -> "completed";
      case Failed f -> "failed";
      case Ended e -> "ended";
      case Checked c -> "checked";
    };
  }

  /** Names the request that was sent, if one was. */
  default @Nullable PermitId permitOrNull() {
    return switch (this) {
      case Accepted accepted -> accepted.permit();
      case InDoubt doubt -> doubt.permit();
      case Rejected rejected -> rejected.permit();
      case End _, Checked _ -> null;
    };
  }

  default @Nullable OutcomeError errorOrNull() {
    return switch (this) {
      case Rejected(var permit, var error, var observed) -> error;
      case InDoubt(var permit, var cause, var error, var observed) -> error;
      case Failed(var error, var observed) -> error;
      case Checked(var would, var error, var observed, var since) -> error;
      case Accepted _, Completed _, Ended _ -> null;
    };
  }
}
