package io.rollbackworker.kafka.fleet;

import io.rollbackworker.kafka.Cluster;
import io.rollbackworker.time.Fork;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again whether commands stand behind an open transaction: then they cannot be
 * read, and neither consumer nor group offset shows that they are there. Asked by the poll thread;
 * looks on a virtual thread of its own.
 */
final class Obstructions {
  private static final Logger LOG = LoggerFactory.getLogger(Obstructions.class);

  private final String topic;
  private final Look look;
  private final Duration interval;
  private final Time time;
  private final Fork fork;
  private long nextNanos;

  /** Set by the poll thread, cleared by the looking thread. */
  private volatile boolean looking;

  private volatile Map<Integer, Ends> ends = Map.of();
  private volatile Map<Integer, String> found = Map.of();

  /**
   * Where a partition ends.
   *
   * @param readable nothing at or behind it is handed out yet
   * @param end behind the last record
   */
  record Ends(long readable, long end) {}

  /** Asks the cluster. */
  interface Look {
    Map<Integer, Ends> ends(Set<Integer> partitions);

    /** Whose transaction begins there, for people. */
    String opener(int partition, long offset);
  }

  /**
   * @param interval what stands still from one look to the next is obstructed
   */
  Obstructions(String topic, Look look, Duration interval, Time time, Fork fork) {
    this.topic = topic;
    this.look = look;
    this.interval = interval;
    this.time = time;
    this.fork = fork;
    this.nextNanos = time.nanos() + interval.toNanos();
  }

  static Look through(Cluster cluster, String topic) {
    return new Look() {
      @Override
      public Map<Integer, Ends> ends(Set<Integer> numbers) {
        List<TopicPartition> partitions =
            numbers.stream().map(number -> new TopicPartition(topic, number)).toList();
        var readable = cluster.ends(partitions, IsolationLevel.READ_COMMITTED);
        var ends = cluster.ends(partitions, IsolationLevel.READ_UNCOMMITTED);
        return partitions.stream()
            .collect(
                Collectors.toMap(
                    TopicPartition::partition,
                    p -> new Ends(readable.getOrDefault(p, 0L), ends.getOrDefault(p, 0L))));
      }

      @Override
      public String opener(int number, long offset) {
        return cluster.producers(new TopicPartition(topic, number)).stream()
            .filter(p -> p.currentTransactionStartOffset().orElse(-1) == offset)
            .map(ProducerState::producerId)
            .map(id -> "producer id " + id)
            .findFirst()
            .orElse("a producer that is not known any more");
      }
    };
  }

  void lookIfDue(Set<Integer> partitions) {
    if (!looking && !partitions.isEmpty() && time.nanos() - nextNanos >= 0) {
      looking = true;
      nextNanos = time.nanos() + interval.toNanos();
      Set<Integer> now = Set.copyOf(partitions);
      fork.start("commands-ends", () -> look(now));
    }
  }

  private void look(Set<Integer> partitions) {
    try {
      Map<Integer, Ends> before = ends;
      Map<Integer, Ends> now = look.ends(partitions);
      Map<Integer, String> standing = new HashMap<>();
      now.forEach(
          (partition, at) -> {
            Ends then = before.get(partition);
            if (at.readable < at.end && then != null && then.readable == at.readable) {
              standing.put(partition, reason(partition, at));
            }
          });
      ends = now;
      found = Map.copyOf(standing);
    } catch (KafkaException e) {
      LOG.warn("the ends of the commands could not be looked at: {}", e.getMessage());
    } finally {
      looking = false;
    }
  }

  private String reason(int partition, Ends at) {
    return "commands from offset %d to %d cannot be read: a transaction of %s is open since that offset. Requesters need no transactional ids; it may be ended with: kafka-transactions.sh abort --topic %s --partition %d --start-offset %d"
        .formatted(
            at.readable,
            at.end,
            look.opener(partition, at.readable),
            topic,
            partition,
            at.readable);
  }

  /** Why the partition's commands stand still; empty: they do not. */
  String of(int partition) {
    return found.getOrDefault(partition, "");
  }

  /** Behind the last record, as of the last look; -1: not known. */
  long end(int partition) {
    Ends at = ends.get(partition);
    return at == null ? -1 : at.end;
  }
}
