package io.rollbackworker.audit;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.rollbackworker.command.Decoded;
import io.rollbackworker.outcome.Json;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How much there was of what.
 *
 * @param commands records that asked for a rollback or a check; a forward that was repeated counts
 *     once
 * @param forwarded records that were moved to their partition
 * @param unanswered records without an answer that the ledger does not call settled
 * @param answers first outcomes of commands that are no duplicates, by type
 * @param duplicates commands that got a recorded answer
 * @param effects rollbacks that the cloud started for workers; -1: unknown
 * @param inDoubt commands that were ever told in_doubt
 * @param doubtCauses of those, how many by cause and by what the cloud's log says of the request
 * @param truthBy of the others, how many were revised by proof, by a worker's evidence, by what was
 *     inferred, by an operator
 * @param timesToTruth of those that no operator decided: from in_doubt to its revision, shortest
 *     first
 */
public record Figures(
    long commands,
    long unreadable,
    long forwarded,
    long unanswered,
    Map<String, Long> answers,
    long duplicates,
    long effects,
    long inDoubt,
    long stillInDoubt,
    Map<String, Long> doubtCauses,
    Map<String, Long> truthBy,
    List<Duration> timesToTruth) {

  static Figures of(History history, Stories stories) {
    List<Story> here = stories.all().stream().filter(s -> s.forwards().isEmpty()).toList();
    List<Story> asked = here.stream().filter(s -> !stories.isRepeatedForward(s)).toList();
    List<Story> commands = asked.stream().filter(s -> s.snapshot().isPresent()).toList();
    List<Story> own = commands.stream().filter(s -> s.isAnswered() && !s.isDuplicate()).toList();
    List<Story> doubted =
        own.stream().filter(s -> s.firstOf(Result.InDoubt.class).isPresent()).toList();
    return new Figures(
        commands.size(),
        asked.stream().filter(s -> s.command().decoded() instanceof Decoded.Malformed).count(),
        stories.all().size() - here.size(),
        here.stream().filter(s -> isUnanswered(history, s)).count(),
        own.stream().collect(groupingBy(Figures::firstAnswer, TreeMap::new, counting())),
        commands.stream().filter(Story::isDuplicate).count(),
        effects(history),
        doubted.size(),
        doubted.stream().filter(s -> s.last().result() instanceof Result.InDoubt).count(),
        doubted.stream().collect(groupingBy(s -> cause(history, s), TreeMap::new, counting())),
        doubted.stream()
            .flatMap(s -> truth(s).stream())
            .collect(groupingBy(t -> t.told().restsOn(), TreeMap::new, counting())),
        doubted.stream()
            .filter(s -> truth(s).filter(t -> !t.told().restsOn().equals("operator")).isPresent())
            .map(Figures::timeToTruth)
            .sorted()
            .toList());
  }

  private static boolean isUnanswered(History history, Story story) {
    return !story.isAnswered() && !history.isSettled(story.command().place());
  }

  private static String firstAnswer(Story story) {
    Result first = story.events().getFirst().result();
    return first.type()
        + switch (first) {
          case Result.Rejected rejected -> " " + rejected.error().code();
          case Result.Accepted accepted when accepted.proof() != Result.Proof.RESPONSE ->
              " (" + Json.name(accepted.proof()) + ")";
          case Result.Accepted _, Result.InDoubt _, Result.End _, Result.Checked _ -> "";
        };
  }

  private static long effects(History history) {
    return history
        .requests()
        .map(
            all ->
                all.stream()
                    .filter(r -> r.isTaken() && r.permit() != null && !r.repeated())
                    .count())
        .orElse(-1L);
  }

  private static String cause(History history, Story doubted) {
    Result.InDoubt told = (Result.InDoubt) doubt(doubted).result();
    String cause = told.cause() == null ? "unknown cause" : Json.name(told.cause());
    return cause
        + history
            .requests()
            .map(all -> all.stream().filter(r -> told.permit().equals(r.permit())).toList())
            .map(own -> ", " + fate(own))
            .orElse("");
  }

  private static String fate(List<CloudRequest> own) {
    return own.isEmpty()
        ? "never reached the cloud"
        : own.stream().anyMatch(CloudRequest::isTaken) ? "was taken" : "was not taken";
  }

  private static Optional<Outcome> truth(Story doubted) {
    int revision = doubt(doubted).told().revision() + 1;
    return doubted.events().stream().filter(e -> e.told().revision() == revision).findFirst();
  }

  private static Outcome doubt(Story doubted) {
    return doubted.firstOf(Result.InDoubt.class).orElseThrow();
  }

  private static Duration timeToTruth(Story doubted) {
    Instant end = truth(doubted).orElseThrow().told().time();
    return Duration.between(doubt(doubted).told().time(), end);
  }
}
