package io.rollbackworker.rollback;

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
            seen.volume().updatedAt(),
            seen.described()));
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
  static Change firstOutcome(Entry entry, Run run, Decision decision) {
    Entry next = entry.with(run.with(decision.state()));
    return new Change(
        run.snapshotId(),
        entry.version(),
        next.runs().equals(entry.runs()) ? null : next,
        List.of(event(run, decision)),
        List.of(run.record()));
  }

  /** A later event of a run whose offset is settled. */
  static Change revision(Entry entry, Run run, Decision decision) {
    return new Change(
        run.snapshotId(),
        entry.version(),
        entry.with(run.with(decision.state())),
        List.of(event(run, decision)),
        List.of());
  }

  /** An answer that leaves the ledger as it is. */
  static Change answerOnly(
      Entry entry, Subject subject, Origin record, Told<? extends Result> told) {
    return answer(entry, new Outcome(subject, record, null, told));
  }

  /** The recorded answer of a run again. */
  static Change repetition(Entry entry, Subject subject, Origin record, Run of, String worker) {
    var original = new Outcome.Original(of.commandId(), of.answerEventId());
    return answer(entry, new Outcome(subject, record, original, Recorded.answer(of, worker)));
  }

  private static Change answer(Entry entry, Outcome outcome) {
    return new Change(
        Objects.requireNonNull(outcome.subject().snapshotId()),
        entry.version(),
        null,
        List.of(outcome),
        List.of(outcome.record()));
  }

  private static Outcome event(Run run, Decision decision) {
    return new Outcome(run.subject(), run.record(), null, decision.told());
  }
}
