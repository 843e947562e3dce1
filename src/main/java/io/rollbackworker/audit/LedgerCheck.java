package io.rollbackworker.audit;

import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.ledger.Slice;
import io.rollbackworker.outcome.Outcome;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** P2: what the ledger remembers to have told stands in the outcomes. */
final class LedgerCheck implements Check {
  @Override
  public void check(History history, Stories stories, Consumer<String> found) {
    Set<String> published =
        history.outcomes().stream().map(Outcome::eventId).collect(Collectors.toSet());
    Set<String> topics =
        history.commands().stream().map(c -> c.place().topicId()).collect(Collectors.toSet());
    for (Slice slice : history.ledger().values()) {
      slice.forEach(
          (snapshot, entry) ->
              entry.runs().stream()
                  .filter(run -> topics.contains(run.record().topicId()))
                  .filter(run -> !run.record().timestamp().isBefore(history.since()))
                  .filter(run -> !isPublished(run, published))
                  .map(
                      run ->
                          "the ledger has told command %s of snapshot %s what no outcome says"
                              .formatted(run.commandId(), snapshot))
                  .forEach(found));
    }
  }

  private static boolean isPublished(Run run, Set<String> published) {
    return run.state() instanceof RunState.Intent || published.contains(run.answerEventId());
  }
}
