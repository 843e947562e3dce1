package io.rollbackworker.audit;

import io.rollbackworker.command.PermitId;
import io.rollbackworker.command.SnapshotId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * P1: a command makes at most one request that could have taken effect, and each such request
 * belongs to one command that tells of it.
 */
final class OneEffectCheck implements Check {
  @Override
  public void check(History history, Stories stories, Consumer<String> found) {
    Map<PermitId, Story> claims = new HashMap<>();
    for (Story story : stories.all()) {
      if (story.permits().size() > 1) {
        found.accept(story + " tells of several requests: " + story.permits());
      }
      for (PermitId permit : story.permits()) {
        Story other = claims.put(permit, story);
        if (other != null) {
          found.accept(story + " and " + other + " tell of the same request " + permit);
        }
      }
    }
    history.requests().ifPresent(requests -> checkRequests(history, requests, stories, found));
  }

  private static void checkRequests(
      History history, List<CloudRequest> requests, Stories stories, Consumer<String> found) {
    Set<String> undecided = undecidedSnapshots(history, stories);
    Set<PermitId> seen = new HashSet<>();
    for (CloudRequest request : requests) {
      PermitId permit = request.permit();
      if (permit == null || request.repeated()) {
        continue;
      }
      if (!seen.add(permit)) {
        found.accept("request " + permit + " was sent more than once");
      }
      stories
          .ofPermit(permit)
          .flatMap(Story::snapshot)
          .filter(id -> !id.value().equals(request.snapshotId()))
          .ifPresent(
              id ->
                  found.accept(
                      "request %s was for snapshot %s, its command for %s"
                          .formatted(permit, request.snapshotId(), id)));
      if (mustBeTold(request, history)
          && !stories.isTold(permit)
          && !undecided.contains(request.snapshotId())) {
        found.accept(
            "request %s for snapshot %s (%s) belongs to no answered command"
                .formatted(permit, request.snapshotId(), request.fate()));
      }
    }
  }

  /** It could have taken effect, and its command was read. */
  private static boolean mustBeTold(CloudRequest request, History history) {
    return request.fate() != CloudRequest.Fate.REFUSED_BEFORE_EXECUTION
        && !request.at().isBefore(history.since())
        && request.at().isBefore(history.readAt());
  }

  /** Their commands may still tell of a request: not those that were moved, or are settled. */
  private static Set<String> undecidedSnapshots(History history, Stories stories) {
    return stories.all().stream()
        .filter(story -> !story.isAnswered() && story.forwards().isEmpty())
        .filter(story -> !history.isSettled(story.command().place()))
        .flatMap(story -> story.snapshot().stream())
        .map(SnapshotId::value)
        .collect(Collectors.toSet());
  }
}
