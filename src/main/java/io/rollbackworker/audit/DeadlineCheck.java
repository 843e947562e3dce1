package io.rollbackworker.audit;

import io.rollbackworker.command.RollbackCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * P5: no request arrives after its command's deadline, or before its earliest time. Clocks differ
 * and a network may deliver late, so a tolerance is given.
 */
final class DeadlineCheck implements Check {
  private final Duration greatestAge;
  private final Duration tolerance;

  DeadlineCheck(Duration greatestAge, Duration tolerance) {
    this.greatestAge = greatestAge;
    this.tolerance = tolerance;
  }

  @Override
  public void check(History history, Stories stories, Consumer<String> found) {
    for (CloudRequest request : history.requests().orElseGet(List::of)) {
      stories
          .ofPermit(request.permit())
          .filter(story -> request.at().isAfter(deadline(story).plus(tolerance)))
          .ifPresent(
              story ->
                  found.accept(
                      "%s had its deadline at %s, its request came at %s"
                          .formatted(story, deadline(story), request.at())));
      stories
          .ofPermit(request.permit())
          .flatMap(story -> story.command().rollback().map(RollbackCommand::notBefore))
          .filter(notBefore -> request.at().isBefore(notBefore.minus(tolerance)))
          .ifPresent(
              notBefore ->
                  found.accept(
                      "%s was sent at %s, before its not_before %s"
                          .formatted(request.snapshotId(), request.at(), notBefore)));
    }
  }

  private Instant deadline(Story story) {
    Instant byAge = story.command().askedAt().plus(greatestAge);
    return story
        .command()
        .rollback()
        .map(RollbackCommand::expiresAt)
        .filter(byAge::isAfter)
        .orElse(byAge);
  }
}
