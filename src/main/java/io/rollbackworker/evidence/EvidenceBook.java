package io.rollbackworker.evidence;

import io.rollbackworker.command.PermitId;
import io.rollbackworker.evidence.Evidence.By;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All evidence that stands, in the order in which it was heard: a state, not a queue, so whoever
 * owns a run later finds what was said about it. Written by those who listen, read by all lanes.
 * Thread-safe.
 */
public final class EvidenceBook {
  /** About 100 MB; the oldest goes. More would be a cloud full of doubts. */
  private static final int MOST = 100_000;

  private record About(PermitId permit, By by) {}

  private final NavigableMap<Long, Evidence> heard = new TreeMap<>();
  private final Map<About, Long> places = new HashMap<>();
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
    places.put(new About(evidence.permit(), evidence.by()), next);
    heard.put(next++, evidence);
    if (heard.size() > MOST) {
      Evidence oldest = heard.firstEntry().getValue();
      remove(oldest.permit(), oldest.by());
    }
  }

  /** It does not stand any more. */
  public synchronized void remove(PermitId permit, By by) {
    Long place = places.remove(new About(permit, by));
    if (place != null) {
      heard.remove(place);
    }
  }

  /** Nothing stands that this kind of witness said: its topic is another one. */
  public synchronized void removeAll(By by) {
    List<Evidence> all = heard.values().stream().filter(e -> e.by() == by).toList();
    all.forEach(e -> remove(e.permit(), e.by()));
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
    return Stream.of(By.WORKER, By.OPERATOR)
        .map(by -> places.get(new About(permit, by)))
        .filter(place -> place != null)
        .map(heard::get)
        .toList();
  }
}
