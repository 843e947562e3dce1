package io.rollbackworker.audit;

import io.rollbackworker.command.Origin;
import io.rollbackworker.ledger.Slice;
import io.rollbackworker.outcome.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known about a fleet's past. Read in the order of the components, so that what an earlier
 * one says must show in the later ones, also while the fleet works.
 *
 * @param since what is older may be known in part only: retention has removed some, or somebody
 *     said from where commands count
 * @param readAt when the reading began
 * @param outcomes committed ones
 * @param deadLetters what they are about
 * @param requests the cloud's log; empty where there is none
 * @param trail the outcomes' chain
 */
public record History(
    Instant since,
    Instant readAt,
    Map<Integer, Slice> ledger,
    List<CommandRecord> commands,
    List<Outcome> outcomes,
    DeadLetters deadLetters,
    Optional<List<CloudRequest>> requests,
    Trail trail) {

  /**
   * The dead letters.
   *
   * @param since what is older may be missing
   * @param places of the records whose bytes they hold
   */
  public record DeadLetters(Instant since, Set<Place> places) {
    public DeadLetters {
      places = Set.copyOf(places);
    }
  }

  /** Whether the ledger says that the record has its answer. */
  boolean isSettled(Origin place) {
    Slice slice = ledger.get(place.partition());
    return slice != null
        && slice
            .head()
            .filter(head -> head.commandsTopicId().equals(place.topicId()))
            .filter(head -> head.settled().contains(place.offset()))
            .isPresent();
  }
}
