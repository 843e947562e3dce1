package io.rollbackworker.outcome;

/** The catalogue of error codes; The table of requesters.md is tested against it. */
public enum ErrorCode {
  INVALID_COMMAND(
      false,
      "The record cannot be read as a command.",
      "Correct the record as the message says and send it again."),
  TOO_LARGE(
      false,
      "The record's value is larger than the worker reads.",
      "Send a smaller record; a command has a few hundred bytes."),
  EXPIRED(
      true,
      "The command's deadline had passed before it could be checked.",
      "If the rollback is still wanted, send it again with a new command_id and a later"
          + " expires_at."),
  MISROUTED(
      true,
      "The record lies on a wrong partition although it was forwarded once.",
      "Publish without the forwarding headers; then workers forward it themselves."),
  COMMAND_ID_REUSED(
      true,
      "The command_id was used before with another payload.",
      "Give every new request a command_id of its own."),
  SUPERSEDES_MISMATCH(
      true,
      "supersedes does not name the last accepted command, or that command has not ended.",
      "Look at the last outcome of the snapshot; wait for completed or failed, then name its"
          + " command_id."),
  ENTRY_FULL(
      true,
      "So many requests were made for the snapshot inside the window that no other can be"
          + " remembered.",
      "Wait until the oldest of them has left the window, or roll back to another snapshot."),
  SIGNATURE_INVALID(
      false,
      "The command's signature is not good, or a copy of the command could be done later.",
      "Sign topic and value as they are published, with command_id and expires_at; submit does it"
          + " right."),
  REQUESTER_UNKNOWN(
      false,
      "The workers' policy takes signed commands only, or does not know the key.",
      "Sign the command, or have the public key added to the workers' policy."),
  NOT_PERMITTED(
      false,
      "No rule of the workers' policy lets this requester have this done.",
      "Ask one whom the policy permits it, or have the policy changed."),
  OUTSIDE_WINDOW(
      true,
      "The workers' policy permits it at other times only.",
      "Send it again inside the window."),
  APPROVAL_MISSING(
      true,
      "The workers' policy permits it with the approval of others only.",
      "Have it approved (rollback-worker approve) and send it again with the approvals."),
  PROJECT_NOT_ALLOWED(
      false,
      "The project is not in the worker's configured list, or the snapshot belongs to another"
          + " project.",
      "Correct project_id, or have the project added to the workers' configuration."),
  SNAPSHOT_NOT_FOUND(
      false,
      "The cloud knows no such snapshot in the project.",
      "Check snapshot_id, project and region; snapshots go when their volume is deleted."),
  SNAPSHOT_RESERVED(
      false,
      "The snapshot's name has a prefix reserved for backups.",
      "Restore the backup with the backup service instead."),
  SNAPSHOT_OWNED_BY_BACKUP(
      false,
      "The snapshot was made automatically for a server backup.",
      "Restore the backup with the backup service instead."),
  SNAPSHOT_NOT_AVAILABLE(
      true,
      "The snapshot is in a status from which it does not return by itself.",
      "Choose another snapshot, or have this one repaired."),
  SNAPSHOT_NOT_REVERTIBLE(
      false,
      "The cloud does not roll the volume back to this snapshot: it is not the newest one, or the"
          + " volume has another size since.",
      "Choose the volume's newest snapshot, or make a new volume from this one."),
  VOLUME_MISMATCH(
      false,
      "The command names another volume than the snapshot's source volume.",
      "A snapshot can be rolled back only to its source volume; correct rollback or leave it out."),
  VOLUME_NOT_FOUND(
      false, "The cloud knows no such volume in the project.", "Check volume, project and region."),
  VOLUME_IN_USE(
      true,
      "The volume is attached to a server.",
      "Detach the volume (stopping the server is not enough), then send again with a new"
          + " command_id; or say when_attached: wait."),
  VOLUME_NOT_AVAILABLE(
      true,
      "The volume is in a status that forbids a rollback and does not end by itself.",
      "Repair the volume, then send again with a new command_id."),
  PRECONDITION_TIMEOUT(
      true,
      "Snapshot or volume stayed busy until the command's deadline.",
      "See what keeps them busy, then send again with a new command_id."),
  CLOUD_REFUSED(
      true,
      "The cloud refused the request; nothing was rolled back.",
      "See error.cloud; correct what it names, then send again with a new command_id."),
  REQUEST_NOT_TAKEN(
      true,
      "The request's answer was lost, and by the snapshot's updated_at it was never taken; this is"
          + " inferred, not proven: see evidence.",
      "If the rollback is still wanted, send it again with a new command_id."),
  CLOUD_UNAUTHENTICATED(
      true,
      "The cloud did not accept the worker's credentials.",
      "Have the worker's credentials corrected, then send again with a new command_id."),
  CLOUD_FORBIDDEN(
      true,
      "The worker's account may not do this.",
      "Grant the rights to show snapshots and volumes and to roll back (EVS:"
          + " evs:snapshots:rollback, evs:snapshots:get, evs:volumes:get), or unfreeze the"
          + " account."),
  CLOUD_THROTTLED(
      true,
      "The cloud's rate limit, or a configured one, held until the command's deadline.",
      "Send fewer commands at once or have the limit raised; send again with a new command_id."),
  CLOUD_UNAVAILABLE(
      true,
      "The cloud could not be asked until the command's deadline.",
      "Wait for the cloud's return, then send again with a new command_id."),
  ROLLBACKS_FROZEN(
      true,
      "An operator's freeze held until the command's deadline; nothing was sent.",
      "Ask who froze it, see error.message; after the thaw send again with a new command_id."),
  ROLLBACK_FAILED(
      true,
      "The cloud started the rollback and it failed; the volume holds no data for certain.",
      "Roll back again: send with a new command_id and supersedes naming this command; a volume in"
          + " error (Cinder) must be repaired first."),
  UNKNOWN_EFFECT(
      false,
      "A request was sent and nobody can say yet whether it took effect.",
      "Do not send again. The outcome is revised when proof appears; or find out in the cloud's"
          + " console and say so with: rollback-worker resolve.");

  private final boolean sendingAgainCanHelp;
  private final String meaning;
  private final String remedy;

  ErrorCode(boolean sendingAgainCanHelp, String meaning, String remedy) {
    this.sendingAgainCanHelp = sendingAgainCanHelp;
    this.meaning = meaning;
    this.remedy = remedy;
  }

  /** Whether the same request, with a new command_id, can succeed without being corrected. */
  public boolean sendingAgainCanHelp() {
    return sendingAgainCanHelp;
  }

  public String meaning() {
    return meaning;
  }

  public String remedy() {
    return remedy;
  }
}
