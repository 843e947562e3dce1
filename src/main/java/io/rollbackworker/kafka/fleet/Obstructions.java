package io.rollbackworker.kafka.fleet;

import io.rollbackworker.kafka.Cluster;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.time.Fork;
import io.rollbackworker.time.Periodic;
import io.rollbackworker.time.Time;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again whether commands, or outcomes for their readers, stand behind an open
 * transaction: then they cannot be read, and neither consumer nor group offset shows that they are
 * there. Asked by the poll thread; looks on a virtual thread of its own.
 */
final class Obstructions {
  private static final Logger LOG = LoggerFactory.getLogger(Obstructions.class);

  private final KafkaSettings settings;
  private final Look look;
  private final Periodic looks;
  private volatile Map<TopicPartition, Ends> ends = Map.of();
  private volatile Map<TopicPartition, String> found = Map.of();

  /**
   * Where a partition ends.
   *
   * @param readable nothing at or behind it is handed out yet
   * @param end behind the last record
   */
  record Ends(long readable, long end) {}

  /** Asks the cluster. */
  interface Look {
    Map<TopicPartition, Ends> ends(List<TopicPartition> partitions);

    /** Whose transaction begins there, for people. */
    String opener(TopicPartition partition, long offset);
  }

  /** What stands still from one look to the next is obstructed. */
  Obstructions(KafkaSettings settings, Look look, Time time, Fork fork) {
    this.settings = settings;
    this.look = look;
    this.looks = new Periodic("obstructions", settings.checkInterval(), time, fork);
  }

  static Look through(Cluster cluster) {
    return new Look() {
      @Override
      public Map<TopicPartition, Ends> ends(List<TopicPartition> partitions) {
        var readable = cluster.ends(partitions, IsolationLevel.READ_COMMITTED);
        var ends = cluster.ends(partitions, IsolationLevel.READ_UNCOMMITTED);
        return partitions.stream()
            .collect(
                Collectors.toMap(
                    p -> p, p -> new Ends(readable.getOrDefault(p, 0L), ends.getOrDefault(p, 0L))));
      }

      @Override
      public String opener(TopicPartition partition, long offset) {
        return cluster.producers(partition).stream()
            .filter(p -> p.currentTransactionStartOffset().orElse(-1) == offset)
            .map(ProducerState::producerId)
            .map(id -> "producer id " + id)
            .findFirst()
            .orElse("a producer that is not known any more");
      }
    };
  }

  void lookIfDue(Set<Integer> partitions) {
    if (!partitions.isEmpty()) {
      List<TopicPartition> now =
          partitions.stream().flatMap(p -> Stream.of(commands(p), outcomes(p))).toList();
      looks.startIfDue(() -> look(now));
    }
  }

  private TopicPartition commands(int partition) {
    return new TopicPartition(settings.commandsTopic(), partition);
  }

  private TopicPartition outcomes(int partition) {
    return new TopicPartition(settings.outcomesTopic(), partition);
  }

  private void look(List<TopicPartition> partitions) {
    try {
      Map<TopicPartition, Ends> before = ends;
      Map<TopicPartition, Ends> now = look.ends(partitions);
      Map<TopicPartition, String> standing = new HashMap<>();
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
      LOG.warn("the ends of commands and outcomes could not be looked at: {}", e.getMessage());
    }
  }

  private String reason(TopicPartition partition, Ends at) {
    return "%s from offset %d to %d cannot be read: a transaction of %s is open since that offset. Nobody but lanes needs a transactional id; it may be ended with: kafka-transactions.sh abort --topic %s --partition %d --start-offset %d"
        .formatted(
            partition.topic().equals(settings.commandsTopic()) ? "commands" : "outcomes",
            at.readable,
            at.end,
            look.opener(partition, at.readable),
            partition.topic(),
            partition.partition(),
            at.readable);
  }

  /** Why the partition's commands or outcomes stand still; empty: they do not. */
  String of(int partition) {
    Map<TopicPartition, String> now = found;
    return now.getOrDefault(commands(partition), now.getOrDefault(outcomes(partition), ""));
  }

  /** Behind the last command, as of the last look; -1: not known. */
  long end(int partition) {
    Ends at = ends.get(commands(partition));
    return at == null ? -1 : at.end;
  }
}
