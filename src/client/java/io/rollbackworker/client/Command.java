package io.rollbackworker.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;

/**
 * One command, as schemas/command.schema.json has it. Immutable: each method gives another one. The
 * workers check what is said; the client checks nothing.
 */
public final class Command {
  private static final String SNAPSHOT = "snapshot_id";
  private static final String COMMAND = "command_id";

  private final ObjectNode fields;

  private Command(ObjectNode fields) {
    this.fields = fields;
  }

  /**
   * With a random {@code command_id}: publishing the same object twice is one rollback.
   *
   * @param snapshotId a UUID
   */
  public static Command rollBackTo(String snapshotId) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode().put(SNAPSHOT, snapshotId);
    return new Command(fields.put(COMMAND, UUID.randomUUID().toString()));
  }

  /** Names the request: 1 to 200 visible ASCII characters without spaces. */
  public Command named(String commandId) {
    return with(COMMAND, commandId);
  }

  /** Rejected unless this is the snapshot's source volume. */
  public Command ofVolume(String volumeId) {
    ObjectNode copy = fields.deepCopy();
    copy.withObject("/rollback").put("volume_id", volumeId);
    return new Command(copy);
  }

  /** The volume's name, passed on to clouds that take one; the volume must be said, too. */
  public Command ofVolume(String volumeId, String name) {
    ObjectNode copy = ofVolume(volumeId).fields;
    copy.withObject("/rollback").put("name", name);
    return new Command(copy);
  }

  /** By default the first project that the workers are configured for. */
  public Command inProject(String projectId) {
    return with("project_id", projectId);
  }

  /** Runs again although this command's rollback was accepted and is over. */
  public Command supersedes(String commandId) {
    return with("supersedes", commandId);
  }

  /** Nothing is sent to the cloud after that. */
  public Command expiresAt(Instant time) {
    return with("expires_at", time.toString());
  }

  /** Nothing is sent to the cloud before that. */
  public Command notBefore(Instant time) {
    return with("not_before", time.toString());
  }

  /** An attached volume is waited for, not rejected. */
  public Command waitingForDetach() {
    return with("when_attached", "wait");
  }

  /** Everything is checked, nothing is changed. */
  public Command dryRun() {
    return new Command(fields.deepCopy().put("dry_run", true));
  }

  /** Who asks, for the trail; proven is only who signs. */
  public Command requestedBy(String who) {
    return with("requested_by", who);
  }

  /** Why, for the trail. */
  public Command because(String reason) {
    return with("reason", reason);
  }

  /**
   * The label {@code priority} ({@code urgent}, {@code normal}, {@code low}) says who goes first.
   */
  public Command labelled(String name, String value) {
    ObjectNode copy = fields.deepCopy();
    copy.withObject("/labels").put(name, value);
    return new Command(copy);
  }

  private Command with(String field, String value) {
    return new Command(fields.deepCopy().put(field, value));
  }

  public String snapshotId() {
    return fields.get(SNAPSHOT).textValue();
  }

  public String commandId() {
    return fields.get(COMMAND).textValue();
  }

  /** The value of its record. */
  public String json() {
    return fields.toString();
  }
}
