package io.rollbackworker.audit;

import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Witness;
import java.time.Duration;
import java.util.function.Consumer;

/** P2: what a command was told, in this order, and whether the cloud's log agrees. */
final class TruthCheck implements Check {
  private final Duration tolerance;

  /**
   * @param tolerance so far apart clocks may be
   */
  TruthCheck(Duration tolerance) {
    this.tolerance = tolerance;
  }

  @Override
  public void check(History history, Stories stories, Consumer<String> found) {
    for (Story story : stories.all()) {
      if (story.isAnswered() && !story.isDuplicate()) {
        checkOrder(story, found);
      }
    }
    history
        .requests()
        .ifPresent(requests -> new CloudWitness(requests, stories, tolerance).check(found));
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
      case Result.Accepted accepted ->
          after.result() instanceof Result.End
              || ((accepted.proof() == Result.Proof.INFERRED
                      || accepted.proof() == Result.Proof.LOG)
                  && after.result() instanceof Result.Rejected
                  && isBySender(after));
      // A sending worker's word corrects an operator's, and what was inferred; so does the cloud's.
      case Result.Rejected rejected ->
          after.result() instanceof Result.Accepted accepted
              && (isBySender(after) || accepted.proof() == Result.Proof.LOG);
      case Result.End _, Result.Checked _ -> false;
    };
  }

  private static boolean isBySender(Outcome outcome) {
    Witness evidence = outcome.told().evidence();
    return evidence != null && evidence.by() == Evidence.By.WORKER;
  }
}
