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
  /** The commit of the intent is acknowledged, and this process has not seen it. */
  INTENT_UNSEEN(
      "the intent, or nothing: the end of the transaction may have been skipped",
      "reconciled if it is there, else as if it had never been made: nobody had a permit"),
  /** The intent is durable, and this process has seen it. */
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
  /** Entry, head and outbox are in a transaction that is not committed. */
  OUTCOME_UNCOMMITTED("the intent", "reconciled, as if the answer had not come"),
  /** The commit of entry, head and outbox is acknowledged, and this process has not seen it. */
  OUTCOME_UNSEEN(
      "the intent, and entry, head and outbox or none of them",
      "told from the outbox if they are there, else reconciled: nobody was told"),
  /** Entry, head and outbox are durable; nobody is told. */
  OUTCOME_DECIDED("entry, head and outbox", "told from the outbox, then watched"),
  /** The outcome is in a transaction of its own that is not committed. */
  OUTCOME_UNTOLD("entry, head and outbox", "told from the outbox, then watched"),
  /** The commit of the outcome is acknowledged, and this process has not seen it. */
  OUTCOME_TOLD(
      "entry, head and outbox, and the outcome or not",
      "looked for among the outcomes, told from the outbox only if it is not there"),
  /** The outcome is told; the group's offset is not committed. */
  OUTCOME_COMMITTED(
      "entry, head, outbox and outcome",
      "reading starts at the head's offset, and the outcome is found: not told again"),
  /** The ledger says that a record is moved to its partition; it is not sent there yet. */
  FORWARD_DECIDED(
      "head and outbox", "sent from the outbox; a second one has the same origin, and no effect"),
  /** A record is sent to its partition, and stored there or not. */
  FORWARD_SENT(
      "head and outbox, and the record there or not",
      "sent again from the outbox: the second has the same command id, and is a duplicate"),
  /** The partition's former owner is fenced, and nothing is read yet. */
  FENCED("what the former owner left", "the next owner fences this one and reads all of it"),
  /** A record that is to be aborted makes the partition this session's; it is not aborted yet. */
  TOUCHED("what the former owner left", "the next owner fences this one and touches again"),
  /** The ledger is read, what was untold is told, and the lane is about to start. */
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
