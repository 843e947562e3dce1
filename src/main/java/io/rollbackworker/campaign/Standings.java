package io.rollbackworker.campaign;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.outcome.Json;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Result.Would;
import io.rollbackworker.request.Request;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Where each disk of a campaign stands.
 *
 * @param of in the plan's order
 */
public record Standings(Map<SnapshotId, Standing> of) {

  /**
   * @param plan each snapshot once
   */
  public static Standings of(List<Request> plan, Campaign campaign, Results results) {
    Set<SnapshotId> sent = campaign.sent();
    Map<SnapshotId, Standing> of = new LinkedHashMap<>();
    for (Request request : plan) {
      SnapshotId id = request.id();
      of.put(id, sent.contains(id) ? afterwards(id, results) : before(id, results));
    }
    return new Standings(of);
  }

  private static Standing afterwards(SnapshotId id, Results results) {
    return results.answer(id).map(Results.Answer::standing).orElse(Standing.SENT);
  }

  private static Standing before(SnapshotId id, Results results) {
    if (results.check(id).isEmpty()) {
      return Standing.UNCHECKED;
    }
    return results.checked(id).filter(Standings::mayGo).isPresent()
        ? Standing.PLANNED
        : Standing.LEFT_OUT;
  }

  /** What is busy now may be free when its turn comes. */
  private static boolean mayGo(Result.Checked checked) {
    return checked.would() == Would.PROCEED || checked.would() == Would.WAIT;
  }

  /** Of a disk of the plan. */
  Standing of(SnapshotId id) {
    return Objects.requireNonNull(of.get(id), "a disk of the plan");
  }

  public long count(Standing standing) {
    return of.values().stream().filter(standing::equals).count();
  }

  public long bad() {
    return of.values().stream().filter(Standing::isBad).count();
  }

  /** Those of which something is to come. */
  long left() {
    return of.values().stream().filter(s -> !s.isOver() && s != Standing.LEFT_OUT).count();
  }

  /** In the plan's order. */
  List<SnapshotId> all(Standing standing) {
    return of.entrySet().stream()
        .filter(entry -> entry.getValue() == standing)
        .map(Map.Entry::getKey)
        .toList();
  }

  boolean allAre(Collection<SnapshotId> disks, Predicate<Standing> such) {
    return disks.stream().map(of::get).allMatch(s -> s != null && such.test(s));
  }

  /** For example {@code 4,990 completed, 10 rejected}. */
  public String inWords() {
    EnumMap<Standing, Long> counts = new EnumMap<>(Standing.class);
    of.values().forEach(standing -> counts.merge(standing, 1L, Long::sum));
    return counts.entrySet().stream()
        .map(e -> "%,d %s".formatted(e.getValue(), word(e.getKey())))
        .collect(Collectors.joining(", "));
  }

  public static String word(Standing standing) {
    return Json.name(standing).replace('_', ' ');
  }
}
