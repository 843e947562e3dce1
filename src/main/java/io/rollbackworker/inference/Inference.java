package io.rollbackworker.inference;

import io.rollbackworker.command.ProjectId;
import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.inference.Lessons.Contradiction;
import io.rollbackworker.ledger.Attempt;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.precondition.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ends doubts by what {@code updated_at} says, where operators accept that, the fleet has seen
 * often enough that this cloud moves it with rollbacks and only with them, and nothing ever spoke
 * against it. Never more than a word about a permit: nothing is sent because of it. Thread-safe.
 */
public final class Inference {
  private final InferenceSettings settings;
  private final Calibration calibration;
  private final Rule rule;

  public Inference(InferenceSettings settings, Calibration calibration) {
    this.settings = settings;
    this.calibration = calibration;
    this.rule = new Rule(settings);
  }

  /** Ends no doubt. */
  public static Inference off() {
    return new Inference(
        new InferenceSettings(
            Set.of(), 1, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO),
        new Calibration("nobody"));
  }

  /**
   * What follows for a run whose request's effect is not known; empty: nothing.
   *
   * @param doubted for so long it has been in doubt, and nobody could send; not by clocks that may
   *     be set; zero for an intent
   * @param who looked
   */
  public Optional<Evidence> about(
      Run run, Observation.Both seen, Duration doubted, Instant now, String who) {
    Attempt attempt = run.attempt();
    boolean late = run.state() instanceof RunState.InDoubt && isLate(doubted);
    Rule.Finding finding = rule.of(attempt, seen, late);
    Lessons lessons = calibration.of(run.projectId());
    if (finding.says() == null
        || !isAllowed(run.projectId())
        || !mayBeBelieved(lessons, finding.says())
        || (finding.says() == Evidence.Says.TAKEN && wasRefused(run))) {
      return Optional.empty();
    }
    String why =
        "%s: updated_at was %s, and is %s; the permit was made after %s; in this project %d rollbacks moved both and %d snapshots at rest did not move"
            .formatted(
                finding.why(),
                Stamps.of(attempt.baseline()),
                Stamps.of(seen),
                attempt.permit().madeAfter(),
                lessons.moved(),
                lessons.still());
    return Optional.of(
        new Evidence(
            run.snapshotId(),
            run.commandId(),
            attempt.permit().id(),
            finding.says(),
            Evidence.By.INFERENCE,
            null,
            who,
            why,
            now));
  }

  /**
   * What the stamps say, whether they are believed or not: for a person who decides.
   *
   * @param says null: nothing
   * @param why what speaks for it, or what is missing; a clause
   */
  public record Suggestion(Evidence.@Nullable Says says, String why) {}

  /**
   * @param run in doubt
   * @param now of a clock that agrees with the worker's that told the doubt
   */
  public Suggestion suggestion(Run run, Observation.Both seen, Instant now) {
    Duration doubted = Duration.between(run.answer().time(), now).minus(settings.clockSkew());
    Rule.Finding finding = rule.of(run.attempt(), seen, isLate(doubted));
    Lessons lessons = calibration.of(run.projectId());
    if (finding.says() != null && (lessons.moved() == 0 || lessons.contradiction() != null)) {
      return new Suggestion(
          null, finding.why() + "; but here " + standing(run.projectId()).inWords());
    }
    return finding.says() == Evidence.Says.TAKEN && wasRefused(run)
        ? new Suggestion(null, finding.why() + "; but the cloud had refused the request")
        : new Suggestion(finding.says(), finding.why());
  }

  /** What moved both was another's rollback, for which ours was refused. */
  private static boolean wasRefused(Run run) {
    return run.state() instanceof RunState.InDoubt doubt
        && doubt.told().result().cause() == Result.Cause.REFUSAL_UNSURE;
  }

  private boolean isAllowed(ProjectId project) {
    return settings.allowed().contains(project);
  }

  /**
   * Not taken rests on what rollbacks do; taken on that nothing else does it, too, and each
   * snapshot that moved alone asks for more that did not.
   */
  private boolean mayBeBelieved(Lessons lessons, Evidence.Says says) {
    return calibration.isKnown()
        && lessons.contradiction() == null
        && lessons.moved() >= settings.after()
        && (says == Evidence.Says.NOT_TAKEN
            || lessons.still() >= settings.after() * (1 + lessons.strays()));
  }

  /** Whether nothing that was sent before can take effect any more, as it is assumed. */
  public boolean isLate(Duration doubted) {
    return doubted.compareTo(settings.lateness()) >= 0;
  }

  /**
   * Learns from a rollback that the cloud took and that is over. Where the snapshot moved, and not
   * together with its volume, somebody has changed one of them since.
   *
   * @return whether it is the first that speaks against the rule
   */
  public boolean rolledBack(Run run, Observation.Both after, Instant now) {
    Stamps then = Stamps.of(run.attempt().baseline());
    Stamps stamps = Stamps.of(after);
    if (!stamps.snapshotMovedSince(then)) {
      String what = "was rolled back, but updated_at was " + then + ", and is " + stamps;
      return learn(run, contradiction(now, run, what));
    }
    return stamps.movedTogetherSince(then, settings.together()) && learn(run, Lessons.MOVED);
  }

  /**
   * Learns from two looks at a snapshot in doubt. Where both have moved, or somebody renamed them,
   * it teaches nothing: it may have been a rollback, ours or somebody else's.
   */
  public void doubted(Run run, Observation.Both before, Observation.Both after) {
    rested(run, before, after, Stamps.of(after).volumeMovedSince(Stamps.of(before)));
  }

  /**
   * Learns from two looks after a rollback's end. Where both have moved together, it counts as a
   * stray, too: that somebody rolled it back again just then is less likely than a cloud that moves
   * them by chance.
   */
  public void rested(Run run, Observation.Both before, Observation.Both after) {
    Stamps then = Stamps.of(before);
    Stamps stamps = Stamps.of(after);
    boolean isUsed =
        stamps.volumeMovedSince(then) && !stamps.movedTogetherSince(then, settings.together());
    rested(run, before, after, isUsed);
  }

  private void rested(
      Run run, Observation.Both before, Observation.Both after, boolean isExplained) {
    if (!Stamps.of(after).snapshotMovedSince(Stamps.of(before))) {
      var _ = learn(run, Lessons.STILL);
    } else if (!isExplained
        && !before.isRollingBack()
        && !after.isRollingBack()
        && before.described().equals(after.described())) {
      var _ = learn(run, Lessons.STRAY);
    }
  }

  /** Better evidence says otherwise than the rule did. */
  public void wasWrong(Run run, Instant now) {
    var _ =
        learn(
            run,
            contradiction(now, run, "was judged by updated_at, and its sender says otherwise"));
  }

  /** Where it is not allowed, it is only counted. */
  private boolean learn(Run run, Lessons lesson) {
    boolean contradicts = calibration.learn(run.projectId(), lesson);
    return contradicts && isAllowed(run.projectId());
  }

  private static Lessons contradiction(Instant now, Run run, String what) {
    return Lessons.against(new Contradiction(now, "snapshot " + run.snapshotId() + " " + what));
  }

  /**
   * Whether a snapshot is to be looked at while it rests: each, until there are enough lessons, and
   * then the fewer the more there are.
   *
   * @param chance from 0 to 1
   */
  public boolean wantsRest(ProjectId project, double chance) {
    Lessons lessons = calibration.of(project);
    return isAllowed(project)
        && lessons.contradiction() == null
        && lessons.still() * chance < settings.after() * (1.0 + lessons.strays());
  }

  /**
   * How it stands.
   *
   * @param applies whether the rule ends doubts now; as taken, it needs more lessons at rest
   */
  public record Standing(boolean allowed, boolean applies, Lessons lessons) {
    /** For people. */
    public String inWords() {
      Contradiction contradiction = lessons.contradiction();
      String rule =
          contradiction != null
              ? "stopped: " + contradiction.what()
              : applies ? "ends doubts" : allowed ? "has not learned enough" : "is not allowed";
      return "updated_at %s (%d rollbacks moved it; at rest it stayed %d times, and moved %d times)"
          .formatted(rule, lessons.moved(), lessons.still(), lessons.strays());
    }
  }

  public Standing standing(ProjectId project) {
    Lessons lessons = calibration.of(project);
    return new Standing(
        isAllowed(project),
        isAllowed(project) && mayBeBelieved(lessons, Evidence.Says.NOT_TAKEN),
        lessons);
  }
}
