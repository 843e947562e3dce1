package io.rollbackworker.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Headers;

/**
 * Partitions, and the coordinator of transactions. Facts of Kafka 4.3 with transaction.version 2
 * (transaction-coordinator): an end is acknowledged before it is written to any partition; that of
 * a partition whose leader is not known is skipped; each end, and each initialization, takes an
 * epoch; the next transaction waits until the ends of the last are written or skipped; a
 * transaction that lasts too long is aborted, and its producer fenced.
 */
final class SimBroker {
  private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration CLIENT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration BACKOFF = Duration.ofMillis(20);

  final Stage stage;
  private final Map<TopicPartition, SimLog> logs = new TreeMap<>(SimBroker::compare);
  private final Map<String, Transactional> coordinator = new TreeMap<>();
  private long nextProducerId = 1_000;

  /** So many ends are skipped where they come next, as if no leader was known. */
  final Map<TopicPartition, Integer> skips = new TreeMap<>(SimBroker::compare);

  /** How long ends are under way. */
  Duration slowEnds = Duration.ZERO;

  /** A transactional id, as its coordinator knows it. */
  private static final class Transactional {
    final long producerId;
    int epoch = -1;
    long begunNanos;
    final Set<TopicPartition> open = new LinkedHashSet<>();

    /** Ends that are decided and not written yet. */
    int pending;

    Transactional(long producerId) {
      this.producerId = producerId;
    }
  }

  SimBroker(Stage stage) {
    this.stage = stage;
  }

  private static int compare(TopicPartition a, TopicPartition b) {
    int topics = a.topic().compareTo(b.topic());
    return topics != 0 ? topics : Integer.compare(a.partition(), b.partition());
  }

  SimLog log(TopicPartition partition) {
    return logs.computeIfAbsent(partition, p -> new SimLog(p, stage));
  }

  List<SimLog> logs() {
    return new ArrayList<>(logs.values());
  }

  /** Fences whoever had the id; the new epoch. */
  int init(String id) {
    Transactional of = coordinator.computeIfAbsent(id, i -> new Transactional(nextProducerId++));
    if (!of.open.isEmpty()) {
      of.epoch++;
      decide(of, false);
    }
    awaitEnds(of);
    of.epoch++;
    return of.epoch;
  }

  long producerId(String id) {
    return coordinator.get(id).producerId;
  }

  private void awaitEnds(Transactional of) {
    long end = stage.nanos() + CLIENT_TIMEOUT.toNanos();
    while (of.pending > 0) {
      if (stage.nanos() > end) {
        throw new TimeoutException("the ends of the last transaction are not written");
      }
      stage.pause(BACKOFF);
    }
  }

  /** Appends data of a transaction; waits for a leader. */
  SimLog.Entry produce(
      String id, int epoch, TopicPartition partition, byte[] key, byte[] value, Headers headers) {
    Transactional of = coordinator.get(id);
    SimLog log = awaitLeader(partition);
    requireEpoch(of, epoch);
    awaitEnds(of);
    requireEpoch(of, epoch);
    if (!log.accepts(of.producerId, epoch)) {
      throw new InvalidProducerEpochException("a newer epoch has written to " + partition);
    }
    if (of.open.isEmpty()) {
      of.begunNanos = stage.nanos();
      watch(of, epoch);
    }
    of.open.add(partition);
    return log.append(of.producerId, epoch, key, value, headers);
  }

  /** Aborted by the coordinator, if it lasts too long. */
  private void watch(Transactional of, int epoch) {
    stage.start(
        Stage.Host.NOBODY,
        "transaction time-out",
        () -> {
          stage.pause(TRANSACTION_TIMEOUT);
          if (of.epoch == epoch && !of.open.isEmpty()) {
            of.epoch++;
            decide(of, false);
          }
        });
  }

  SimLog awaitLeader(TopicPartition partition) {
    SimLog log = log(partition);
    long end = stage.nanos() + CLIENT_TIMEOUT.toNanos();
    while (!log.hasLeader()) {
      Duration left = Duration.ofNanos(end - stage.nanos());
      if (!left.isPositive()) {
        throw new TimeoutException("no leader of " + partition);
      }
      stage.pause(left.compareTo(log.untilLeader()) < 0 ? left : log.untilLeader());
    }
    return log;
  }

  private static void requireEpoch(Transactional of, int epoch) {
    if (of.epoch != epoch) {
      throw new ProducerFencedException("epoch " + epoch + " is over, " + of.epoch + " is newer");
    }
  }

  /** Decided, which is all that is acknowledged; the next epoch. */
  int end(String id, int epoch, boolean commit) {
    Transactional of = coordinator.get(id);
    requireEpoch(of, epoch);
    if (of.open.isEmpty()) {
      return epoch;
    }
    of.epoch++;
    decide(of, commit);
    return of.epoch;
  }

  private void decide(Transactional of, boolean commit) {
    int epoch = of.epoch;
    List<TopicPartition> partitions = List.copyOf(of.open);
    of.open.clear();
    of.pending += partitions.size();
    for (TopicPartition partition : partitions) {
      Duration after = slowEnds;
      stage.start(
          Stage.Host.NOBODY,
          "end in " + partition,
          () -> {
            stage.pause(after.plusMillis(stage.chance.nextInt(5)));
            SimLog log = log(partition);
            if (log.hasLeader() && !skipped(partition)) {
              log.end(of.producerId, epoch, commit);
            } else {
              stage.tell("%s: an end is skipped".formatted(partition));
            }
            of.pending--;
          });
    }
  }

  private boolean skipped(TopicPartition partition) {
    return skips.computeIfPresent(partition, (p, left) -> left == 0 ? null : left - 1) != null;
  }

  /** A plain record. */
  SimLog.Entry publish(TopicPartition partition, byte[] key, byte[] value, Headers headers) {
    return awaitLeader(partition).append(key, value, headers);
  }

  /** What a client is told of whatever goes wrong. */
  static KafkaException unknown(String what) {
    return new TimeoutException(what + ": no answer");
  }
}
