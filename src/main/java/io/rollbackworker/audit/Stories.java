package io.rollbackworker.audit;

import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import io.rollbackworker.command.Origin;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A history, told command by command. */
final class Stories {
  private final Map<Place, Story> byPlace = new LinkedHashMap<>();
  private final Map<PermitId, Story> byPermit = new HashMap<>();
  private final Set<PermitId> told = new HashSet<>();
  private final Set<Place> repeatedForwards = new HashSet<>();

  Stories(History history) {
    Map<Place, List<Outcome>> answers =
        history.outcomes().stream().collect(groupingBy(o -> Place.of(o.record())));
    Map<Place, CommandRecord> records =
        history.commands().stream().collect(toMap(c -> Place.of(c.place()), c -> c));
    Map<Place, List<Origin>> forwards =
        history.commands().stream()
            .filter(c -> isForward(c, records, answers))
            .collect(
                groupingBy(
                    c -> Place.of(c.forwardedFrom().orElseThrow()),
                    mapping(CommandRecord::place, toList())));
    history.outcomes().stream()
        .flatMap(o -> Optional.ofNullable(o.result().permitOrNull()).stream())
        .forEach(told::add);
    forwards
        .values()
        .forEach(copies -> copies.stream().skip(1).map(Place::of).forEach(repeatedForwards::add));
    for (CommandRecord command : history.commands()) {
      if (command.askedAt().isBefore(history.since())) {
        continue;
      }
      Place place = Place.of(command.place());
      List<Outcome> events = new ArrayList<>(answers.getOrDefault(place, List.of()));
      events.sort(comparingInt(e -> e.told().revision()));
      Story story = new Story(command, events, forwards.getOrDefault(place, List.of()));
      byPlace.put(place, story);
      story.permits().forEach(permit -> byPermit.putIfAbsent(permit, story));
    }
  }

  /**
   * Anybody can write the headers of a forward. What a worker moved has the same bytes, lay on
   * another partition, and lies where it belongs.
   */
  private static boolean isForward(
      CommandRecord copy, Map<Place, CommandRecord> records, Map<Place, List<Outcome>> answers) {
    Optional<Origin> from = copy.forwardedFrom();
    CommandRecord original = from.map(Place::of).map(records::get).orElse(null);
    return from.isPresent()
        && from.get().partition() != copy.place().partition()
        && (original == null || original.valueHash().equals(copy.valueHash()))
        && answers.getOrDefault(Place.of(copy.place()), List.of()).stream()
            .map(answer -> answer.result().errorOrNull())
            .noneMatch(error -> error != null && error.code() == ErrorCode.MISROUTED);
  }

  Collection<Story> all() {
    return byPlace.values();
  }

  /** Whether the same record was forwarded before. */
  boolean isRepeatedForward(Story story) {
    return repeatedForwards.contains(Place.of(story.command().place()));
  }

  Optional<Story> at(Origin place) {
    return Optional.ofNullable(byPlace.get(Place.of(place)));
  }

  /** Those of rollback commands, in the order of their records. */
  Map<SnapshotId, List<Story>> bySnapshot() {
    return all().stream()
        .filter(s -> s.snapshot().isPresent())
        .collect(groupingBy(s -> s.snapshot().orElseThrow(), LinkedHashMap::new, toList()));
  }

  /** Whether an outcome names the request, also one whose command was removed by retention. */
  boolean isTold(PermitId permit) {
    return told.contains(permit);
  }

  /**
   * The command that a request was made for.
   *
   * @param permit null: the log does not say it
   */
  Optional<Story> ofPermit(@Nullable PermitId permit) {
    return permit == null ? Optional.empty() : Optional.ofNullable(byPermit.get(permit));
  }
}
