package io.rollbackworker.audit;

import static java.util.Comparator.comparing;

import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.RollbackCommand;
import io.rollbackworker.outcome.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** P4: inside the window a snapshot is rolled back once, and a command id names one request. */
final class IdempotencyCheck implements Check {
  private final Duration window;

  IdempotencyCheck(Duration window) {
    this.window = window;
  }

  @Override
  public void check(History history, Stories stories, Consumer<String> found) {
    for (List<Story> ofSnapshot : stories.bySnapshot().values()) {
      checkAccepted(ofSnapshot, found);
      checkIds(ofSnapshot, found);
    }
  }

  private void checkAccepted(List<Story> stories, Consumer<String> found) {
    List<Story> accepted =
        stories.stream()
            .filter(s -> !s.isDuplicate() && s.firstOf(Result.Accepted.class).isPresent())
            // A rejection that the sending worker corrected came too late to hold others back.
            .filter(s -> s.firstOf(Result.Rejected.class).isEmpty())
            .sorted(comparing(IdempotencyCheck::acceptedAt))
            .toList();
    for (int i = 1; i < accepted.size(); i++) {
      Story earlier = accepted.get(i - 1);
      Story later = accepted.get(i);
      boolean inWindow = askedAt(later).isBefore(acceptedAt(earlier).plus(window));
      // Workers' clocks differ, so what they call earlier may have been the later one.
      if (inWindow && !supersedes(later, earlier) && !supersedes(earlier, later)) {
        found.accept(later + " was accepted inside the window of " + earlier);
      }
    }
  }

  /** Names it, and it had ended. */
  private static boolean supersedes(Story later, Story earlier) {
    boolean ended = earlier.firstOf(Result.End.class).isPresent();
    return ended && command(earlier).commandId().equals(command(later).supersedes());
  }

  private void checkIds(List<Story> stories, Consumer<String> found) {
    Map<CommandId, Story> requests = new HashMap<>();
    for (Story story : stories) {
      if (!story.permits().isEmpty()) {
        Story other = requests.put(command(story).commandId(), story);
        if (other != null && askedAt(story).isBefore(askedAt(other).plus(window))) {
          found.accept(story + " and " + other + " have one id, and two requests");
        }
      }
    }
  }

  private static Instant acceptedAt(Story story) {
    return story.firstOf(Result.Accepted.class).orElseThrow().told().time();
  }

  private static Instant askedAt(Story story) {
    return story.command().askedAt();
  }

  private static RollbackCommand command(Story story) {
    return story.command().rollback().orElseThrow();
  }
}
