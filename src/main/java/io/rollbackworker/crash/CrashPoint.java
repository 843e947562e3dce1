package io.rollbackworker.crash;

/**
 * Where a worker may stop, in the order of a command's way, and what that means. {@code
 * CrashPointMatrixIT} stops one at each, in three manners.
 */
public enum CrashPoint {
  /** The command has its turn. */
  RECEIVED("nothing", "read again and answered as if for the first time"),
  /** Snapshot and volume allow it. */
  PRECONDITIONS_CHECKED("nothing", "read again and answered as if for the first time"),
  /** The intent is in a transaction that is not committed. */
  INTENT_UNCOMMITTED(
      "nothing yet", "the next owner aborts the transaction; as if it had never been made"),
  /** The intent is durable, and this process knows it. */
  INTENT_COMMITTED(
      "the intent", "nobody sends under a permit that it found: reconciled, silence is in_doubt"),
  /** The last check before the socket has passed. */
  PERMIT_TAKEN(
      "the intent",
      "reconciled; a process that only slept may still send, once, under its own permit"),
  /** The request is written, its answer is awaited. */
  REQUEST_SENT(
      "the intent", "reconciled: the snapshot's own rollbacking is proof, silence in_doubt"),
  /** The answer is known to this process only. */
  ANSWER_RECEIVED(
      "the intent", "reconciled; a process that lives on publishes the answer as evidence"),
  /** Outcome, entry and head are in a transaction that is not committed. */
  OUTCOME_UNCOMMITTED("the intent", "reconciled, as if the answer had not come"),
  /** Outcome, entry and head are durable; the group's offset is not. */
  OUTCOME_COMMITTED(
      "intent and outcome",
      "reading starts at the head's offset: not answered again, then watched"),
  /** A record of another partition is moved there in a transaction that is not committed. */
  FORWARD_UNCOMMITTED("nothing yet", "read again and forwarded once"),
  /** The partition's former owner is fenced, and nothing is read yet. */
  FENCED("what the former owner left", "the next owner fences this one and reads all of it"),
  /** The ledger is read, and the lane is about to start. */
  RESTORED("what the former owner left", "the next owner fences this one and reads all of it");

  private final String durable;
  private final String afterRestart;

  CrashPoint(String durable, String afterRestart) {
    this.durable = durable;
    this.afterRestart = afterRestart;
  }

  /** What is in the ledger then. */
  public String durable() {
    return durable;
  }

  /** What the partition's next owner does. */
  public String afterRestart() {
    return afterRestart;
  }
}
