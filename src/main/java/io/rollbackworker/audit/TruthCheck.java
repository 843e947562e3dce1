package io.rollbackworker.audit;

import io.rollbackworker.command.Evidence;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** P2: what a command was told, in this order, and whether the cloud's log agrees. */
final class TruthCheck implements Check {
  @Override
  public void check(History history, Stories stories, Consumer<String> found) {
    for (Story story : stories.all()) {
      if (story.isAnswered() && !story.isDuplicate()) {
        checkOrder(story, found);
      }
    }
    history.requests().ifPresent(requests -> checkAgainst(requests, stories, found));
  }

  private static void checkOrder(Story story, Consumer<String> found) {
    for (int i = 1; i < story.events().size(); i++) {
      Outcome before = story.events().get(i - 1);
      Outcome after = story.events().get(i);
      if (!mayFollow(before.result(), after)) {
        found.accept(
            story + " was told " + before.result().type() + ", then " + after.result().type());
      }
    }
  }

  private static boolean mayFollow(Result before, Outcome after) {
    return switch (before) {
      case Result.InDoubt doubt ->
          after.result() instanceof Result.Accepted || after.result() instanceof Result.Rejected;
      case Result.Accepted accepted -> after.result() instanceof Result.End;
      // A sending worker's word corrects an operator's.
      case Result.Rejected rejected ->
          after.result() instanceof Result.Accepted
              && after.told().evidence() != null
              && after.told().evidence().by() == Evidence.By.WORKER;
      case Result.End _, Result.Checked _ -> false;
    };
  }

  private static void checkAgainst(
      List<CloudRequest> requests, Stories stories, Consumer<String> found) {
    List<CloudRequest> taken = requests.stream().filter(CloudRequest::isTaken).toList();
    Set<PermitId> permits =
        taken.stream()
            .flatMap(r -> Optional.ofNullable(r.permit()).stream())
            .collect(Collectors.toSet());
    Set<String> snapshots =
        taken.stream().map(CloudRequest::snapshotId).collect(Collectors.toSet());
    for (Story story : stories.all()) {
      if (story.isAnswered() && !story.isDuplicate() && story.snapshot().isPresent()) {
        boolean effect = story.permits().stream().anyMatch(permits::contains);
        boolean anyEffect = effect || snapshots.contains(story.snapshot().get().value());
        for (Outcome told : story.events()) {
          String lie = lie(told.result(), told.equals(story.last()), effect, anyEffect);
          if (!lie.isEmpty()) {
            found.accept(story + " " + lie);
          }
        }
      }
    }
  }

  /**
   * A person's word is not checked: that it may be wrong is why it is marked.
   *
   * @param effect the cloud took a request of this command
   * @param anyEffect it took one for this snapshot
   */
  private static String lie(Result told, boolean last, boolean effect, boolean anyEffect) {
    return switch (told) {
      case Result.Rejected rejected ->
          last && effect ? "was told rejected, but the cloud took its request" : "";
      case Result.Accepted accepted ->
          switch (accepted.proof()) {
            case RESPONSE ->
                effect ? "" : "was told accepted by the cloud, but the cloud took no request of it";
            case OBSERVED -> anyEffect ? "" : "was told accepted without any effect";
            case OPERATOR -> "";
          };
      case Result.InDoubt _, Result.End _, Result.Checked _ -> "";
    };
  }
}
