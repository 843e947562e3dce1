package io.rollbackworker.simulation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;

/**
 * One partition as its leader has it: records and the ends of transactions in their order. Facts of
 * Kafka 4.3 (storage module): a producer's data belongs to its open transaction, whatever epoch
 * began it; an end closes all that is open of its producer; a reader of what is committed is given
 * nothing from the oldest open transaction on; data of an epoch below the newest seen is refused.
 */
final class SimLog {
  private static final int NOTHING_OPEN = -1;

  final TopicPartition partition;
  private final Stage stage;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<Long, Producer> producers = new TreeMap<>();
  private CompletableFuture<Void> change = new CompletableFuture<>();

  /** No leader before this time. */
  private long leaderlessUntil;

  /** Of its leader's clock. */
  Duration skew = Duration.ZERO;

  enum Fate {
    OPEN,
    COMMITTED,
    ABORTED
  }

  /** A record, or the end of a transaction. */
  static final class Entry {
    final long offset;
    final byte[] key;
    final byte[] value;
    final Headers headers;
    final Instant timestamp;
    final boolean isEnd;

    /** 0: outside of transactions. */
    final long producerId;

    Fate fate;

    Entry(
        long offset,
        long producerId,
        byte[] key,
        byte[] value,
        Headers headers,
        Instant timestamp,
        boolean isEnd,
        Fate fate) {
      this.offset = offset;
      this.producerId = producerId;
      this.key = key;
      this.value = value;
      this.headers = headers;
      this.timestamp = timestamp;
      this.isEnd = isEnd;
      this.fate = fate;
    }
  }

  /** What a leader remembers of a producer. */
  private static final class Producer {
    int epoch;
    long openFrom = NOTHING_OPEN;
  }

  SimLog(TopicPartition partition, Stage stage) {
    this.partition = partition;
    this.stage = stage;
  }

  boolean hasLeader() {
    return stage.nanos() >= leaderlessUntil;
  }

  void loseLeader(Duration duration) {
    leaderlessUntil = stage.nanos() + duration.toNanos();
  }

  Duration untilLeader() {
    return Duration.ofNanos(Math.max(0, leaderlessUntil - stage.nanos()));
  }

  /** Whether data of that epoch may still come. */
  boolean accepts(long producerId, int epoch) {
    Producer known = producers.get(producerId);
    return known == null || epoch >= known.epoch;
  }

  /** Data of a transaction; it stays open until an end comes. */
  Entry append(long producerId, int epoch, byte[] key, byte[] value, Headers headers) {
    Producer producer = producers.computeIfAbsent(producerId, id -> new Producer());
    producer.epoch = epoch;
    producer.openFrom = producer.openFrom == NOTHING_OPEN ? entries.size() : producer.openFrom;
    return add(producerId, key, value, headers, Fate.OPEN);
  }

  /** Outside of any transaction. */
  Entry append(byte[] key, byte[] value, Headers headers) {
    return add(0, key, value, headers, Fate.COMMITTED);
  }

  private Entry add(long producerId, byte[] key, byte[] value, Headers headers, Fate fate) {
    Entry entry =
        new Entry(entries.size(), producerId, key, value, headers, brokersTime(), false, fate);
    entries.add(entry);
    if (stage.isTold()) {
      stage.tell(
          "%s %d: %s %s%s"
              .formatted(
                  partition,
                  entry.offset,
                  text(key),
                  text(value),
                  fate == Fate.OPEN ? " (open)" : ""));
    }
    changed();
    return entry;
  }

  private static String text(byte[] bytes) {
    String text = bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
    return text.length() <= 260 ? text : text.substring(0, 260) + "...";
  }

  private Instant brokersTime() {
    return Instant.ofEpochMilli(stage.now().plus(skew).toEpochMilli());
  }

  /** The end of a transaction: of everything that is open of this producer. */
  void end(long producerId, int epoch, boolean commit) {
    Producer producer = producers.computeIfAbsent(producerId, id -> new Producer());
    if (epoch < producer.epoch) {
      return;
    }
    producer.epoch = epoch;
    stage.tell(
        "%s %d: end, %s".formatted(partition, entries.size(), commit ? "committed" : "aborted"));
    if (producer.openFrom != NOTHING_OPEN) {
      for (Entry entry : entries.subList((int) producer.openFrom, entries.size())) {
        if (entry.fate == Fate.OPEN && entry.producerId == producerId) {
          entry.fate = commit ? Fate.COMMITTED : Fate.ABORTED;
        }
      }
      producer.openFrom = NOTHING_OPEN;
    }
    entries.add(
        new Entry(
            entries.size(), producerId, null, null, null, brokersTime(), true, Fate.COMMITTED));
    changed();
  }

  /** Somebody ends whatever is open, as an operator with Kafka's own tool can. */
  void endAll(boolean commit) {
    for (var producer : List.copyOf(producers.entrySet())) {
      if (producer.getValue().openFrom != NOTHING_OPEN) {
        end(producer.getKey(), producer.getValue().epoch, commit);
      }
    }
  }

  private void changed() {
    CompletableFuture<Void> last = change;
    change = new CompletableFuture<>();
    last.complete(null);
  }

  /** Done when something comes. */
  CompletableFuture<Void> change() {
    return change;
  }

  long end() {
    return entries.size();
  }

  /** Nothing from here on is given to readers of what is committed. */
  long lastStable() {
    return producers.values().stream()
        .mapToLong(p -> p.openFrom)
        .filter(from -> from != NOTHING_OPEN)
        .min()
        .orElse(entries.size());
  }

  /** What readers of what is committed are given, from an offset on. */
  List<Entry> visibleFrom(long offset) {
    List<Entry> visible = new ArrayList<>();
    for (long at = offset; at < lastStable(); at++) {
      Entry entry = entries.get((int) at);
      if (!entry.isEnd && entry.fate == Fate.COMMITTED) {
        visible.add(entry);
      }
    }
    return visible;
  }
}
