package io.rollbackworker.audit;

import static java.util.stream.Collectors.groupingBy;

import io.rollbackworker.command.PermitId;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What the cloud's log says about what commands were told. */
final class CloudWitness {
  private final Map<String, List<CloudRequest>> takenBySnapshot;
  private final Stories stories;
  private final Duration tolerance;

  /** Effects that a command claims by the cloud's own answer: nobody else can have seen them. */
  private final Set<PermitId> claimed = new HashSet<>();

  CloudWitness(List<CloudRequest> requests, Stories stories, Duration tolerance) {
    this.takenBySnapshot =
        requests.stream()
            .filter(CloudRequest::isTaken)
            .collect(groupingBy(CloudRequest::snapshotId));
    this.stories = stories;
    this.tolerance = tolerance;
    for (Story story : stories.all()) {
      story.events().stream()
          .map(Outcome::result)
          .filter(r -> r instanceof Result.Accepted a && a.proof() == Result.Proof.RESPONSE)
          .map(r -> ((Result.Accepted) r).permit())
          .forEach(claimed::add);
    }
  }

  void check(Consumer<String> found) {
    for (Story story : stories.all()) {
      if (story.isAnswered() && !story.isDuplicate() && story.snapshot().isPresent()) {
        for (Outcome told : story.events()) {
          String lie = lie(story, told);
          if (!lie.isEmpty()) {
            found.accept(story + " " + lie);
          }
        }
      }
    }
  }

  /** A person's word is not checked: that it may be wrong is why it is marked. */
  private String lie(Story story, Outcome told) {
    return switch (told.result()) {
      case Result.Rejected rejected ->
          told.equals(story.last()) && own(story).isPresent()
              ? "was told rejected, but the cloud took its request"
              : "";
      case Result.Accepted accepted ->
          switch (accepted.proof()) {
            case RESPONSE, LOG ->
                own(story).isPresent()
                    ? ""
                    : "was told accepted by the cloud, but the cloud took no request of it";
            case OBSERVED, INFERRED ->
                seen(story, told).isPresent()
                    ? ""
                    : "was told accepted without any effect that could have been seen";
            case OPERATOR -> "";
          };
      case Result.End end -> lieAboutTheEnd(story, told, end);
      case Result.InDoubt _, Result.Checked _ -> "";
    };
  }

  private String lieAboutTheEnd(Story story, Outcome told, Result.End end) {
    Optional<CloudRequest> effect = own(story).or(() -> seen(story, told));
    Instant endsAt = effect.map(CloudRequest::endsAt).orElse(null);
    if (endsAt != null && told.told().time().plus(tolerance).isBefore(endsAt)) {
      return "was told %s, but its rollback ended at %s".formatted(end.type(), endsAt);
    }
    boolean explained =
        effect.stream()
            .flatMap(own -> sinceThen(story, own, told))
            .anyMatch(request -> explains(request, end));
    return effect.isPresent() && !explained
        ? "was told %s, but its rollback did not end so".formatted(end.type())
        : "";
  }

  /** It and, of the same snapshot, what nothing distinguishes from it. */
  private Stream<CloudRequest> sinceThen(Story story, CloudRequest own, Outcome told) {
    return ofSnapshot(story).stream()
        .filter(request -> !request.at().isBefore(own.at()))
        .filter(request -> !request.at().isAfter(told.told().time().plus(tolerance)));
  }

  private static boolean explains(CloudRequest request, Result.End end) {
    Boolean succeeds = request.succeeds();
    return succeeds == null
        || switch (end) {
          case Result.Completed c -> succeeds;
          case Result.Failed f -> !succeeds;
          case Result.Ended e -> true;
        };
  }

  /** The effect of a request of this command. */
  private Optional<CloudRequest> own(Story story) {
    return ofSnapshot(story).stream()
        .filter(request -> request.permit() != null && story.permits().contains(request.permit()))
        .findFirst();
  }

  /** One that may have been seen between asking and telling, and that nobody else had made. */
  private Optional<CloudRequest> seen(Story story, Outcome told) {
    Instant from = story.command().askedAt().minus(tolerance);
    Instant to = told.told().time().plus(tolerance);
    return own(story)
        .filter(request -> !request.at().isAfter(to))
        .or(
            () ->
                ofSnapshot(story).stream()
                    .filter(request -> !claimed.contains(request.permit()))
                    .filter(request -> !request.at().isBefore(from) && !request.at().isAfter(to))
                    .findFirst());
  }

  private List<CloudRequest> ofSnapshot(Story story) {
    return takenBySnapshot.getOrDefault(story.snapshot().orElseThrow().value(), List.of());
  }
}
