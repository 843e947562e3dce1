package io.rollbackworker.rollback;

import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.Origin;
import io.rollbackworker.disk.SendPermit;
import io.rollbackworker.ledger.Attempt;
import io.rollbackworker.ledger.Baseline;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Subject;
import io.rollbackworker.outcome.Told;
import io.rollbackworker.precondition.Verdict;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The few forms of change that there are. Pure. */
final class Changes {
  private Changes() {}

  /** What is about to be sent, and the state that it is measured by afterwards. */
  static Attempt attempt(SendPermit permit, Verdict.Proceed seen) {
    return new Attempt(
        permit.permit(),
        new Baseline(
            seen.snapshot().status(),
            seen.snapshot().updatedAt(),
            seen.volume().status(),
            seen.volume().updatedAt()));
  }

  /** Before the request: only the ledger. */
  static Change intent(Entry entry, Run run) {
    return new Change(run.snapshotId(), entry.version(), entry.with(run), List.of(), List.of());
  }

  /** Only asks whether the entry is still this one. */
  static Change nothing(Entry entry, Run run) {
    return new Change(run.snapshotId(), entry.version(), null, List.of(), List.of());
  }

  /** The request was certainly not taken, and the command goes on. */
  static Change release(Entry entry, Run run) {
    return new Change(
        run.snapshotId(), entry.version(), entry.without(run.commandId()), List.of(), List.of());
  }

  /** The first outcome of a run: entry, event and settled offset together. */
  static Change firstOutcome(Entry entry, Run decided) {
    Entry next = entry.with(decided);
    return new Change(
        decided.snapshotId(),
        entry.version(),
        next.runs().equals(entry.runs()) ? null : next,
        List.of(event(decided, null)),
        List.of(decided.record()));
  }

  /** A later event of a run whose offset is settled. */
  static Change revision(Entry entry, Run decided) {
    return new Change(
        decided.snapshotId(),
        entry.version(),
        entry.with(decided),
        List.of(event(decided, null)),
        List.of());
  }

  /** An answer that leaves the ledger as it is. */
  static Change answerOnly(
      Entry entry,
      Subject subject,
      Origin record,
      @Nullable CommandId duplicateOf,
      Told<? extends Result> told) {
    return new Change(
        Objects.requireNonNull(subject.snapshotId()),
        entry.version(),
        null,
        List.of(new Outcome(subject, record, duplicateOf, null, told)),
        List.of(record));
  }

  static Outcome event(Run run, @Nullable Origin cause) {
    return new Outcome(run.subject(), run.record(), null, cause, run.told());
  }
}
