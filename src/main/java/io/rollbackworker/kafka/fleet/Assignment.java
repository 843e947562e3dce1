package io.rollbackworker.kafka.fleet;

import io.rollbackworker.time.Fork;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that are this worker's, and how they come and go by the group's decisions. Not
 * thread-safe: owned by the poll thread, inside of poll and close too; {@link #reports} may be read
 * by anyone.
 */
final class Assignment implements ConsumerRebalanceListener {
  private static final Logger LOG = LoggerFactory.getLogger(Assignment.class);

  private final Consumer<byte[], byte[]> consumer;
  private final Opener opener;
  private final GroupOffsets groupOffsets;
  private final Pulse pulse;
  private final Duration revocationGrace;
  private final Time time;
  private final Fork fork;

  /** Changed by the poll thread only; read by who asks for the status. */
  private final Map<Integer, PartitionSlot> slots = new ConcurrentHashMap<>();

  /**
   * @param revocationGrace how long a revoked partition's requests under way are waited for
   */
  Assignment(
      Consumer<byte[], byte[]> consumer,
      Opener opener,
      GroupOffsets groupOffsets,
      Pulse pulse,
      Duration revocationGrace,
      Time time,
      Fork fork) {
    this.consumer = consumer;
    this.opener = opener;
    this.groupOffsets = groupOffsets;
    this.pulse = pulse;
    this.revocationGrace = revocationGrace;
    this.time = time;
    this.fork = fork;
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    LOG.atInfo().addKeyValue("partitions", numbers(partitions)).log("partitions assigned");
    pulse.assigned();
    for (TopicPartition partition : partitions) {
      // Pause and seek: without a position, and with auto.offset.reset=none, poll would throw.
      consumer.pause(List.of(partition));
      consumer.seek(partition, 0);
      groupOffsets.forget(partition);
      int number = partition.partition();
      slots.put(number, new PartitionSlot(number, opener, time, fork));
    }
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    LOG.atInfo().addKeyValue("partitions", numbers(partitions)).log("partitions revoked");
    giveUp(numbers(partitions), revocationGrace);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    LOG.atWarn().addKeyValue("partitions", numbers(partitions)).log("partitions lost");
    pulse.lost();
    for (int number : numbers(partitions)) {
      PartitionSlot slot = slots.remove(number);
      if (slot != null) {
        slot.abort("partition lost");
      }
    }
  }

  private static List<Integer> numbers(Collection<TopicPartition> partitions) {
    return partitions.stream().map(TopicPartition::partition).sorted().toList();
  }

  /** Gives all up in order, each within the grace. */
  void giveUpAll(Duration grace) {
    giveUp(List.copyOf(slots.keySet()), grace);
  }

  private void giveUp(Collection<Integer> partitions, Duration grace) {
    List<CompletableFuture<Void>> closings =
        partitions.stream()
            .map(slots::get)
            .filter(Objects::nonNull)
            .map(slot -> closing(slot, grace))
            .toList();
    closings.forEach(CompletableFuture::join);
    groupOffsets.commitNow(slots, partitions);
    partitions.forEach(slots::remove);
  }

  private CompletableFuture<Void> closing(PartitionSlot slot, Duration grace) {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    fork.start(
        "close",
        () -> {
          try {
            slot.close(grace);
          } catch (InterruptedException e) {
            slot.abort("interrupted while closing");
          } finally {
            closed.complete(null);
          }
        });
    return closed;
  }

  /** Gives all up at once. */
  void abortAll(String reason) {
    slots.values().forEach(slot -> slot.abort(reason));
  }

  /** Ends the sessions of all lanes; they are opened again from their heads. */
  void failAll(String reason) {
    slots.values().forEach(slot -> slot.fail(reason));
  }

  void forEach(BiConsumer<Integer, PartitionSlot> action) {
    slots.forEach(action);
  }

  /** Null: not this worker's. */
  @Nullable PartitionSlot slot(int partition) {
    return slots.get(partition);
  }

  /** The partitions that are this worker's. */
  Set<Integer> numbers() {
    return slots.keySet();
  }

  void commitFromTimeToTime() {
    groupOffsets.commitFromTimeToTime(slots);
  }

  /** What each assigned partition does, in their order. */
  List<PartitionReport> reports() {
    return slots.values().stream()
        .map(slot -> slot.status().report())
        .sorted(Comparator.comparingInt(PartitionReport::partition))
        .toList();
  }
}
