package io.rollbackworker.audit;

import io.rollbackworker.command.Origin;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** P3: every record gets an outcome, about itself, in time, and readers see each once. */
final class AnswersCheck implements Check {
  /** After its deadline a command may be reconciled, and owners may change. */
  private static final Duration LATE = Duration.ofMinutes(5);

  /** So many command ids of a snapshot (P4). */
  private static final int REMEMBERED = 16;

  private final Duration greatestAge;

  AnswersCheck(Duration greatestAge) {
    this.greatestAge = greatestAge;
  }

  @Override
  public void check(History history, Stories stories, Consumer<String> found) {
    Set<String> ids = new HashSet<>();
    for (Outcome outcome : history.outcomes()) {
      if (outcome.record().timestamp().isBefore(history.since())) {
        continue;
      }
      if (!ids.add(outcome.eventId())) {
        found.accept("event " + outcome.eventId() + " was published more than once");
      }
    }
    for (Story story : stories.all()) {
      String problem = problem(history, stories, story);
      if (problem != null) {
        found.accept(story + " " + problem);
      }
    }
  }

  private @Nullable String problem(History history, Stories stories, Story story) {
    if (!story.forwards().isEmpty()) {
      return problemOfForwarded(story, stories);
    }
    return problemOfCommand(history, story);
  }

  /** A forward may be repeated: then all but one of the records are duplicates. */
  private static @Nullable String problemOfForwarded(Story story, Stories stories) {
    if (story.isAnswered()) {
      return "was forwarded, and answered as well";
    }
    List<Story> done =
        story.forwards().stream()
            .flatMap(place -> stories.at(place).stream())
            .filter(copy -> copy.command().rollback().filter(c -> !c.dryRun()).isPresent())
            .filter(copy -> copy.isAnswered() && !copy.isDuplicate() && !isUnremembered(copy))
            .toList();
    return done.size() > 1 && !isForgotten(done, stories)
        ? "was forwarded, and " + done.size() + " of its copies have their own answer"
        : null;
  }

  /** Between the copies came as many other commands as a snapshot's entry remembers. */
  private static boolean isForgotten(List<Story> copies, Stories stories) {
    Origin first = copies.getFirst().command().place();
    Origin last = copies.getLast().command().place();
    long between =
        stories
            .bySnapshot()
            .getOrDefault(copies.getFirst().snapshot().orElseThrow(), List.of())
            .stream()
            .map(other -> other.command().place())
            .filter(place -> place.partition() == first.partition())
            .filter(place -> place.offset() > first.offset() && place.offset() < last.offset())
            .count();
    return between >= REMEMBERED;
  }

  /** The same refusal twice, because it is not the command id's answer. */
  private static boolean isUnremembered(Story copy) {
    OutcomeError error = copy.last().result().errorOrNull();
    return error != null
        && (error.code() == ErrorCode.COMMAND_ID_REUSED || error.code() == ErrorCode.ENTRY_FULL);
  }

  private @Nullable String problemOfCommand(History history, Story story) {
    if (!story.isAnswered()) {
      return history.isSettled(story.command().place())
          ? "is settled and has no answer"
          : problemOfLate(history, story);
    }
    if (story.events().stream().anyMatch(event -> !isAbout(story, event))) {
      return "was answered about another command or snapshot";
    }
    if (lacksDeadLetter(history, story)) {
      return "was refused as unreadable, and its bytes are in no dead letter";
    }
    List<Integer> revisions = story.events().stream().map(e -> e.told().revision()).toList();
    if (story.events().stream().anyMatch(e -> e.duplicateOf() != null)) {
      return revisions.size() == 1
          ? null
          : "is a duplicate and has " + revisions.size() + " events";
    }
    List<Integer> expected = IntStream.rangeClosed(1, revisions.size()).boxed().toList();
    return revisions.equals(expected) ? null : "has the revisions " + revisions;
  }

  private @Nullable String problemOfLate(History history, Story story) {
    Instant end = story.command().askedAt().plus(greatestAge);
    return end.plus(LATE).isBefore(history.readAt())
        ? "has no answer, and its greatest age was over at " + end
        : null;
  }

  private static boolean isAbout(Story story, Outcome event) {
    Subject told = event.subject();
    return story
        .command()
        .rollback()
        .filter(command -> !isUnreadable(event))
        .map(
            command ->
                command.snapshotId().equals(told.snapshotId())
                    && command.commandId().equals(told.commandId()))
        .orElse(true);
  }

  private static boolean lacksDeadLetter(History history, Story story) {
    return isUnreadable(story.last())
        && !story.command().place().timestamp().isBefore(history.deadLetters().since())
        && !history.deadLetters().places().contains(Place.of(story.command().place()));
  }

  private static boolean isUnreadable(Outcome event) {
    OutcomeError error = event.result().errorOrNull();
    return error != null
        && (error.code() == ErrorCode.INVALID_COMMAND || error.code() == ErrorCode.TOO_LARGE);
  }
}
