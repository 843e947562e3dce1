package io.rollbackworker.audit;

import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Who audits the audit: an honest history is falsified in one place after the other, for commands
 * that were forwarded and for others, and each time the audit must find a broken promise.
 */
public final class AuditMutants {
  private final History honest;
  private final Stories stories;
  private final AuditSettings settings;
  private final Falsified falsified;
  private final int most;
  private final Random chance;
  private final List<Row> rows = new ArrayList<>();

  /**
   * @param made histories that were falsified so
   * @param missed in which nothing was found
   */
  public record Row(String mutant, int made, List<String> missed) {}

  private AuditMutants(History honest, AuditSettings settings, int most, Random chance) {
    this.most = most;
    this.honest = honest;
    this.stories = new Stories(honest);
    this.settings = settings;
    this.falsified = new Falsified(honest, stories, settings);
    this.chance = chance;
  }

  /**
   * @param most of one kind
   */
  public static List<Row> of(History honest, AuditSettings settings, int most, Random chance) {
    AuditMutants mutants = new AuditMutants(honest, settings, most, chance);
    mutants.falsify();
    return mutants.rows;
  }

  /** The table of a report. */
  public static List<String> lines(List<Row> rows) {
    List<String> lines = new ArrayList<>(List.of("| falsified | made | found |", "|---|---|---|"));
    for (Row row : rows) {
      int found = row.made - row.missed.size();
      lines.add("| " + row.mutant + " | " + row.made + " | " + found + " |");
    }
    return lines;
  }

  private void falsify() {
    for (boolean forwarded : List.of(false, true)) {
      String of = forwarded ? ", forwarded" : "";
      Predicate<Story> such = story -> isForwarded(story) == forwarded;
      Predicate<Outcome> own =
          outcome -> outcome.duplicateOf() == null && story(outcome).filter(such).isPresent();
      stories(
          "an effect that nobody tells of" + of,
          such.and(AuditMutants::isDone),
          s -> falsified.effect(s, new PermitId("nobody's")));
      stories(
          "a second effect of one request" + of,
          such.and(AuditMutants::isTaken),
          s -> falsified.effect(s, s.permits().iterator().next()));
      stories(
          "an effect taken away" + of, such.and(AuditMutants::isTaken), falsified::withoutEffect);
      stories("the wrong disk" + of, such.and(AuditMutants::isTaken), falsified::otherDisk);
      stories(
          "an effect after the deadline" + of, such.and(AuditMutants::isTaken), falsified::late);
      stories(
          "an end that was another" + of,
          such.and(AuditMutants::hasEnded).and(this::isTheOnlyRollback),
          falsified::otherEnd);
      stories(
          "an end told before it came" + of, such.and(AuditMutants::hasEnded), falsified::laterEnd);
      stories(
          "all answers of a command removed" + of,
          such.and(s -> s.isAnswered() && s.command().rollback().isPresent()),
          s -> falsified.without(s.events()));
      outcomes(
          "the first of several outcomes removed" + of,
          own.and(o -> o.told().revision() == 1 && story(o).orElseThrow().events().size() > 1),
          o -> falsified.without(List.of(o)));
      outcomes(
          "an outcome told twice" + of,
          own,
          o -> falsified.with(Stream.concat(honest.outcomes().stream(), Stream.of(o)).toList()));
      outcomes(
          "accepted made rejected" + of,
          own.and(o -> o.result() instanceof Result.Accepted),
          o -> falsified.changed(o, Falsified.refusal()));
      outcomes(
          "rejected made accepted" + of,
          own.and(
              o ->
                  o.result() instanceof Result.Rejected
                      && o.told().revision() == 1
                      && !isUnreadable(o)),
          o -> falsified.changed(o, Falsified.acceptance()));
      outcomes(
          "an outcome about another snapshot" + of,
          own.and(o -> !isUnreadable(o)),
          o -> falsified.about(o, Falsified.ELSEWHERE, o.subject().commandId()));
      outcomes(
          "an outcome about another command" + of,
          own.and(o -> !isUnreadable(o)),
          o -> falsified.about(o, o.subject().snapshotId(), new CommandId("another")));
      outcomes(
          "an outcome moved to another record" + of,
          own.and(o -> !isUnreadable(o)),
          falsified::moved);
      outcomes(
          "an outcome that names another request" + of,
          own.and(
              o -> o.result() instanceof Result.Accepted a && a.proof() == Result.Proof.RESPONSE),
          o -> falsified.changed(o, Falsified.acceptance()));
    }
    Predicate<Outcome> repeated = o -> o.duplicateOf() != null && story(o).isPresent();
    outcomes("a repeated answer removed", repeated, o -> falsified.without(List.of(o)));
    outcomes("a repeated answer of another command", repeated, falsified::ofAnother);
    stories(
        "a forged forward",
        s -> s.isAnswered() && !isForwarded(s) && s.command().rollback().isPresent() && settled(s),
        falsified::forged);
    stories(
        "a dead letter removed",
        s -> s.isAnswered() && isUnreadable(s.last()),
        falsified::withoutLetter);
    stories(
        "never answered nor settled",
        s -> s.isAnswered() && s.command().rollback().isPresent() && !isForwarded(s),
        falsified::neverAnswered);
  }

  private boolean isForwarded(Story story) {
    return story.command().forwardedFrom().isPresent();
  }

  private boolean settled(Story story) {
    return honest.isSettled(story.command().place());
  }

  private Optional<Story> story(Outcome outcome) {
    return stories
        .at(outcome.record())
        .filter(s -> s.command().rollback().isPresent() || isUnreadable(outcome));
  }

  private static boolean isDone(Story story) {
    return story.isAnswered() && !story.isDuplicate() && story.snapshot().isPresent();
  }

  private static boolean isTaken(Story story) {
    return isDone(story)
        && story
            .firstOf(Result.Accepted.class)
            .map(o -> ((Result.Accepted) o.result()).proof() == Result.Proof.RESPONSE)
            .orElse(false);
  }

  private static boolean hasEnded(Story story) {
    return isTaken(story)
        && (story.last().result() instanceof Result.Completed
            || story.last().result() instanceof Result.Failed);
  }

  /** Of two that followed each other within the tolerance, the end of one may be the other's. */
  private boolean isTheOnlyRollback(Story story) {
    return honest.requests().orElseThrow().stream()
            .filter(CloudRequest::isTaken)
            .filter(
                r -> story.snapshot().filter(id -> id.value().equals(r.snapshotId())).isPresent())
            .count()
        == 1;
  }

  private static boolean isUnreadable(Outcome outcome) {
    OutcomeError error = outcome.result().errorOrNull();
    return error != null
        && (error.code() == ErrorCode.INVALID_COMMAND || error.code() == ErrorCode.TOO_LARGE);
  }

  private void stories(String mutant, Predicate<Story> such, Function<Story, History> falsify) {
    run(mutant, stories.all().stream().filter(such).toList(), falsify);
  }

  private void outcomes(
      String mutant, Predicate<Outcome> such, Function<Outcome, History> falsify) {
    run(mutant, honest.outcomes().stream().filter(such).toList(), falsify);
  }

  private <T> void run(String mutant, List<T> places, Function<T, History> falsify) {
    List<T> some = new ArrayList<>(places);
    Collections.shuffle(some, chance);
    List<String> missed = new ArrayList<>();
    List<T> tried = some.subList(0, Math.min(most, some.size()));
    for (T place : tried) {
      if (Report.of(falsify.apply(place), settings).violations().isEmpty()) {
        missed.add(place.toString());
      }
    }
    rows.add(new Row(mutant, tried.size(), missed));
  }
}
