package io.rollbackworker.audit;

import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.Origin;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Observed;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Subject;
import io.rollbackworker.outcome.Told;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** One history, falsified in one place at a time. */
final class Falsified {
  static final SnapshotId ELSEWHERE = new SnapshotId("ffffffff-ffff-4fff-8fff-ffffffffffff");

  private final History honest;
  private final Stories stories;
  private final AuditSettings settings;

  Falsified(History honest, Stories stories, AuditSettings settings) {
    this.honest = honest;
    this.stories = stories;
    this.settings = settings;
  }

  History effect(Story story, PermitId permit) {
    var at = story.events().getFirst().told().time();
    return log(
        Stream.concat(
                requests(),
                Stream.of(
                    new CloudRequest(
                        at,
                        story.snapshot().orElseThrow().value(),
                        permit,
                        CloudRequest.Fate.TAKEN,
                        false,
                        at,
                        true)))
            .toList());
  }

  History withoutEffect(Story story) {
    return log(requests().filter(r -> !isOf(r, story)).toList());
  }

  History otherDisk(Story story) {
    return log(
        requests()
            .map(
                r ->
                    isOf(r, story)
                        ? request(r, ELSEWHERE.value(), Duration.ZERO, Duration.ZERO, r.succeeds())
                        : r)
            .toList());
  }

  History late(Story story) {
    Duration by = settings.greatestAge().plus(settings.tolerance()).plusDays(1);
    return log(
        requests()
            .map(r -> isOf(r, story) ? request(r, r.snapshotId(), by, by, r.succeeds()) : r)
            .toList());
  }

  History otherEnd(Story story) {
    return log(
        requests()
            .map(
                r ->
                    isOf(r, story)
                        ? request(
                            r,
                            r.snapshotId(),
                            Duration.ZERO,
                            Duration.ZERO,
                            !Boolean.TRUE.equals(r.succeeds()))
                        : r)
            .toList());
  }

  History laterEnd(Story story) {
    return log(
        requests()
            .map(
                r ->
                    isOf(r, story)
                        ? request(
                            r, r.snapshotId(), Duration.ZERO, Duration.ofDays(1), r.succeeds())
                        : r)
            .toList());
  }

  private static CloudRequest request(
      CloudRequest r, String snapshot, Duration later, Duration longer, Boolean succeeds) {
    return new CloudRequest(
        r.at().plus(later),
        snapshot,
        r.permit(),
        r.fate(),
        r.repeated(),
        r.endsAt() == null ? null : r.endsAt().plus(longer),
        succeeds);
  }

  private static boolean isOf(CloudRequest request, Story story) {
    return request.isTaken()
        && request.permit() != null
        && story.permits().contains(request.permit());
  }

  private Stream<CloudRequest> requests() {
    return honest.requests().orElseThrow().stream();
  }

  History without(List<Outcome> some) {
    Set<Outcome> gone = new HashSet<>(some);
    return with(honest.outcomes().stream().filter(o -> !gone.contains(o)).toList());
  }

  History changed(Outcome outcome, Result result) {
    Told<?> t = outcome.told();
    Told<?> told = new Told<>(t.revision(), t.time(), t.worker(), t.evidence(), result);
    return replaced(
        outcome, new Outcome(outcome.subject(), outcome.record(), outcome.original(), told));
  }

  static Result refusal() {
    return new Result.Rejected(
        null, OutcomeError.of(ErrorCode.CLOUD_REFUSED, "A lie."), Observed.NOTHING);
  }

  static Result acceptance() {
    return new Result.Accepted(
        new PermitId(UUID.randomUUID().toString()), Result.Proof.RESPONSE, null, Observed.NOTHING);
  }

  History about(Outcome outcome, SnapshotId snapshot, CommandId command) {
    Subject s = outcome.subject();
    Subject other =
        new Subject(
            snapshot,
            s.volumeId(),
            s.projectId(),
            command,
            s.origin(),
            s.audit(),
            null,
            s.traceparent());
    return replaced(
        outcome, new Outcome(other, outcome.record(), outcome.original(), outcome.told()));
  }

  History moved(Outcome outcome) {
    Origin r = outcome.record();
    Origin other =
        stories.all().stream()
            .map(s -> s.command().place())
            .filter(place -> !place.equals(r))
            .findFirst()
            .orElseThrow();
    return replaced(
        outcome, new Outcome(outcome.subject(), other, outcome.original(), outcome.told()));
  }

  History ofAnother(Outcome outcome) {
    var other = new Outcome.Original(new CommandId("another"), UUID.randomUUID().toString());
    return replaced(
        outcome, new Outcome(outcome.subject(), outcome.record(), other, outcome.told()));
  }

  History replaced(Outcome old, Outcome next) {
    return with(honest.outcomes().stream().map(o -> o.equals(old) ? next : o).toList());
  }

  /** Its answer is gone, and somebody's record says that it was moved. */
  History forged(Story story) {
    Origin place = story.command().place();
    Origin other = new Origin(place.topicId(), place.partition() + 1, 1_000_000, place.timestamp());
    History mute = without(story.events());
    CommandRecord copy =
        new CommandRecord(other, Optional.of(place), story.command().decoded(), "other bytes");
    return new History(
        mute.since(),
        mute.readAt(),
        mute.ledger(),
        Stream.concat(mute.commands().stream(), Stream.of(copy)).toList(),
        mute.outcomes(),
        mute.deadLetters(),
        mute.requests(),
        Trail.NONE);
  }

  History withoutLetter(Story story) {
    Set<Place> places = new HashSet<>(honest.deadLetters().places());
    places.remove(Place.of(story.command().place()));
    return new History(
        honest.since(),
        honest.readAt(),
        honest.ledger(),
        honest.commands(),
        honest.outcomes(),
        new History.DeadLetters(honest.deadLetters().since(), places),
        honest.requests(),
        Trail.NONE);
  }

  /** A day later nothing is known of it. */
  History neverAnswered(Story story) {
    History mute = without(story.events());
    return new History(
        mute.since(),
        mute.readAt().plus(settings.greatestAge()).plus(Duration.ofDays(1)),
        Map.of(),
        mute.commands(),
        mute.outcomes(),
        mute.deadLetters(),
        Optional.empty(),
        Trail.NONE);
  }

  History with(List<Outcome> outcomes) {
    return new History(
        honest.since(),
        honest.readAt(),
        honest.ledger(),
        honest.commands(),
        outcomes,
        honest.deadLetters(),
        honest.requests(),
        Trail.NONE);
  }

  History log(List<CloudRequest> requests) {
    return new History(
        honest.since(),
        honest.readAt(),
        honest.ledger(),
        honest.commands(),
        honest.outcomes(),
        honest.deadLetters(),
        Optional.of(requests),
        Trail.NONE);
  }
}
