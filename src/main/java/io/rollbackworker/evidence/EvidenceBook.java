package io.rollbackworker.evidence;

import io.rollbackworker.command.PermitId;
import io.rollbackworker.evidence.Evidence.By;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All evidence that stands, in the order in which it was heard: a state, not a queue, so whoever
 * owns a run later finds what was said about it. Written by those who listen, read by all lanes.
 * Thread-safe.
 */
public final class EvidenceBook {
  /**
   * Of one kind of witness, some 30 MB; its oldest goes, and no other's: who may write one topic
   * must not silence those of another.
   */
  private static final int MOST = 100_000;

  private final NavigableMap<Long, Evidence> heard = new TreeMap<>();
  private final Map<By, SequencedMap<PermitId, Long>> places = new EnumMap<>(By.class);
  private long next;

  /**
   * Some of what was heard.
   *
   * @param next where to go on
   */
  public record Page(List<Evidence> evidence, long next) {}

  /** Takes the place of what the same kind of witness said about the permit before. */
  public synchronized void put(Evidence evidence) {
    remove(evidence.permit(), evidence.by());
    SequencedMap<PermitId, Long> same = placesOf(evidence.by());
    same.put(evidence.permit(), next);
    heard.put(next++, evidence);
    if (same.size() > MOST) {
      remove(same.firstEntry().getKey(), evidence.by());
    }
  }

  /** It does not stand any more. */
  public synchronized void remove(PermitId permit, By by) {
    Long place = placesOf(by).remove(permit);
    if (place != null) {
      heard.remove(place);
    }
  }

  /** Nothing stands that this kind of witness said: its topic is another one. */
  public synchronized void removeAll(By by) {
    placesOf(by).values().forEach(heard::remove);
    placesOf(by).clear();
  }

  private SequencedMap<PermitId, Long> placesOf(By by) {
    return places.computeIfAbsent(by, any -> new LinkedHashMap<>());
  }

  /**
   * What was heard since then, in its order.
   *
   * @param from 0, or where the last page ended
   * @param atMost so many
   */
  public synchronized Page since(long from, int atMost) {
    List<Evidence> page = new ArrayList<>();
    long end = from;
    for (var entry : heard.tailMap(from, true).entrySet()) {
      if (page.size() == atMost) {
        return new Page(page, end);
      }
      page.add(entry.getValue());
      end = entry.getKey() + 1;
    }
    return new Page(page, next);
  }

  /** What stands about a permit: the sending worker knows, so its word comes first. */
  public synchronized List<Evidence> about(PermitId permit) {
    return Stream.of(By.WORKER, By.LOG, By.OPERATOR)
        .map(by -> placesOf(by).get(permit))
        .filter(place -> place != null)
        .map(heard::get)
        .toList();
  }
}
