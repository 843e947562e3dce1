package io.rollbackworker.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.Decoded;
import io.rollbackworker.command.Origin;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.command.RollbackCommand;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Observed;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Told;
import io.rollbackworker.policy.Claim;
import io.rollbackworker.rollback.PlacedCommand;
import io.rollbackworker.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The audit is audited: whatever is falsified in an honest history, it is found. */
class AuditMutantsTest extends HistoryCase {
  private static final AuditSettings SETTINGS =
      new AuditSettings(Duration.ofHours(24), Duration.ofHours(1), Duration.ofSeconds(5));

  /** Each mutant of the audit's own input is found, of forwarded and unforwarded commands. */
  @Test
  void shouldFindEachMutantOfAnHonestHistory() throws IOException {
    History honest = everything();
    assertThat(Report.of(honest, SETTINGS).violations()).isEmpty();

    List<AuditMutants.Row> rows = AuditMutants.of(honest, SETTINGS, 20, new Random(7));

    Files.write(Path.of("target", "audit-mutants.md"), AuditMutants.lines(rows));
    assertThat(rows).allSatisfy(row -> assertThat(row.made()).as(row.mutant()).isPositive());
    assertThat(rows).allSatisfy(row -> assertThat(row.missed()).as(row.mutant()).isEmpty());
  }

  /**
   * At least one of each kind: an own snapshot for each, so that they do not explain each other.
   */
  private History everything() {
    settledBelow(100);
    int offset = 0;
    for (boolean forwarded : List.of(false, true)) {
      for (Result end : ends()) {
        Scene scene = new Scene(offset++, forwarded);
        scene.tell(
            1,
            new Result.InDoubt(scene.permit, Result.Cause.ANSWER_LOST, error(), Observed.NOTHING));
        scene.tell(2, accepted(scene.permit.value()));
        scene.tell(3, end);
        scene.take(!(end instanceof Result.Failed));
        scene.repeat(offset++, accepted(scene.permit.value()), 2);
      }
      Scene refused = new Scene(offset++, forwarded);
      refused.tell(1, rejected(null));
    }
    record(offset, new Decoded.Malformed(Decoded.Cause.NOT_JSON, "no JSON", null, null));
    OutcomeError unreadable = OutcomeError.of(ErrorCode.INVALID_COMMAND, "Expected JSON, but no.");
    tell(offset, "x", 1, 2, new Result.Rejected(null, unreadable, Observed.NOTHING));
    return new History(
        Instant.MIN,
        at(3_000),
        Map.of(1, ledger, 3, ledger),
        commands,
        outcomes,
        new History.DeadLetters(Instant.MIN, Set.of(Place.of(place(offset)))),
        Optional.of(requests),
        Trail.NONE);
  }

  private static List<Result> ends() {
    return List.of(
        new Result.Completed(Observed.NOTHING), new Result.Failed(error(), Observed.NOTHING));
  }

  /** A command for a snapshot of its own, and what became of it. */
  private final class Scene {
    final SnapshotId id;
    final PermitId permit;
    final RollbackCommand command;
    final Origin record;

    Scene(int number, boolean forwarded) {
      id = new SnapshotId(new UUID(0, number).toString());
      permit = new PermitId("permit-" + number);
      command = commandFor("c" + number);
      record(number, command);
      record = forwarded ? elsewhere(number) : place(number);
      if (forwarded) {
        forward(number, number, command);
      }
    }

    RollbackCommand commandFor(String name) {
      RollbackCommand c = command(name, null);
      return new RollbackCommand(
          id,
          c.commandId(),
          false,
          c.target(),
          c.projectId(),
          null,
          null,
          null,
          false,
          false,
          c.audit());
    }

    void tell(int revision, Result result) {
      add(command, record, null, revision, result);
    }

    void repeat(int number, Result result, int revision) {
      RollbackCommand again = commandFor("c" + number);
      record(number, again);
      String event = Outcome.eventId(record, result.type(), revision);
      add(again, place(number), new Outcome.Original(command.commandId(), event), revision, result);
    }

    private void add(
        RollbackCommand about,
        Origin where,
        Outcome.Original original,
        int revision,
        Result result) {
      var placed = new PlacedCommand(about, where, where, Claim.NONE, null);
      outcomes.add(
          new Outcome(
              placed.subject(Samples.RULES),
              where,
              original,
              new Told<>(revision, at(10 * revision), "worker-1", null, result)));
    }

    void take(boolean succeeds) {
      requests.add(
          new CloudRequest(
              at(5), id.value(), permit, CloudRequest.Fate.TAKEN, false, at(8), succeeds));
    }
  }
}
