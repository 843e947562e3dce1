package io.rollbackworker.audit;

import io.rollbackworker.audit.CloudRequest.Fate;
import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.Decoded;
import io.rollbackworker.command.Origin;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.command.RollbackCommand;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.ledger.Slice;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Observed;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Told;
import io.rollbackworker.testing.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A history in the making: what was asked, told and sent, a line each. */
abstract class HistoryCase {
  final List<CommandRecord> commands = new ArrayList<>();
  final List<Outcome> outcomes = new ArrayList<>();
  final List<CloudRequest> requests = new ArrayList<>();
  final Slice ledger = new Slice();

  static final String SNAPSHOT = Samples.SNAPSHOT.value();

  static RollbackCommand command(String id, CommandId supersedes) {
    RollbackCommand c = Samples.command(id);
    return new RollbackCommand(
        c.snapshotId(),
        c.commandId(),
        false,
        c.target(),
        c.projectId(),
        supersedes,
        null,
        null,
        false,
        false,
        c.audit());
  }

  final void record(long offset, RollbackCommand command) {
    record(offset, new Decoded.Valid(command));
  }

  final void record(long offset, Decoded decoded) {
    commands.add(new CommandRecord(place(offset), Optional.empty(), decoded, decoded.toString()));
  }

  /** A command that a worker moved. */
  final void forward(long from, long to, RollbackCommand command) {
    Decoded decoded = new Decoded.Valid(command);
    commands.add(
        new CommandRecord(elsewhere(to), Optional.of(place(from)), decoded, decoded.toString()));
  }

  /** On another partition. */
  static Origin elsewhere(long offset) {
    Origin here = place(offset);
    return new Origin(here.topicId(), 1, offset, here.timestamp());
  }

  final void settledBelow(long offset) {
    ledger.replay(new LedgerRecord.HeadWritten(Samples.head(4, "group", offset)));
  }

  final Told<?> tell(long offset, String command, int revision, int second, Result result) {
    return tell(place(offset), command, revision, second, result);
  }

  final Told<?> tell(Origin record, String command, int revision, int second, Result result) {
    Told<?> told = new Told<>(revision, at(second), "worker-1", null, result);
    outcomes.add(new Outcome(Samples.subject(command), record, null, told));
    return told;
  }

  /** The recorded answer of the command itself, again. */
  final void duplicate(Origin record, String command, int second, Result result) {
    Told<?> told = new Told<>(1, at(second), "worker-1", null, result);
    outcomes.add(new Outcome(Samples.subject(command), record, original(command), told));
  }

  /** The event of that command's first outcome, which lies at offset 0 here. */
  static Outcome.Original original(String command) {
    return new Outcome.Original(new CommandId(command), Outcome.eventId(place(0), "accepted", 1));
  }

  final void request(String permit, Fate fate, int second) {
    requests.add(request(idOf(permit), SNAPSHOT, fate, at(second), false));
  }

  /** Taken, it lasts two seconds and succeeds. */
  static CloudRequest request(
      PermitId permit, String snapshot, Fate fate, Instant at, boolean repeated) {
    boolean taken = fate == Fate.TAKEN;
    return new CloudRequest(
        at,
        snapshot,
        permit,
        fate,
        repeated,
        taken ? at.plusSeconds(2) : null,
        taken ? true : null);
  }

  static Result accepted(String permit) {
    return new Result.Accepted(new PermitId(permit), Result.Proof.RESPONSE, null, Observed.NOTHING);
  }

  static Result rejected(String permit) {
    return new Result.Rejected(idOf(permit), error(), Observed.NOTHING);
  }

  private static PermitId idOf(String permit) {
    return permit == null ? null : new PermitId(permit);
  }

  static OutcomeError error() {
    return OutcomeError.of(ErrorCode.CLOUD_REFUSED, "Expected this, but that.");
  }

  static Origin place(long offset) {
    return Samples.place(offset);
  }

  static Instant at(int second) {
    return Samples.NOW.plusSeconds(second);
  }
}
