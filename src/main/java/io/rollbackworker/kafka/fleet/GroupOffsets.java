package io.rollbackworker.kafka.fleet;

import io.rollbackworker.lane.PartitionLane;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The group's offsets: the low ends of the heads that are known to be committed. For lag tools
 * only; where reading starts is decided by the heads. Not thread-safe: owned by the poll thread.
 */
final class GroupOffsets {
  private static final Logger LOG = LoggerFactory.getLogger(GroupOffsets.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final Time time;
  private final Map<TopicPartition, Long> committed = new HashMap<>();
  private long lastNanos;

  GroupOffsets(Consumer<byte[], byte[]> consumer, String topic, Time time) {
    this.consumer = consumer;
    this.topic = topic;
    this.time = time;
  }

  /** About once a second, without waiting. */
  void commitFromTimeToTime(Map<Integer, PartitionSlot> slots) {
    if (time.nanos() - lastNanos < INTERVAL.toNanos()) {
      return;
    }
    lastNanos = time.nanos();
    Map<TopicPartition, OffsetAndMetadata> moved = moved(slots, slots.keySet());
    if (!moved.isEmpty()) {
      consumer.commitAsync(
          moved,
          (offsets, e) -> {
            if (e == null) {
              remember(moved);
            } else {
              LOG.debug("group offsets were not committed: {}", e.getMessage());
            }
          });
    }
  }

  /** Before these partitions go to somebody else. */
  void commitNow(Map<Integer, PartitionSlot> slots, Collection<Integer> partitions) {
    try {
      consumer.commitSync(moved(slots, partitions), TIMEOUT);
      partitions.forEach(number -> committed.remove(new TopicPartition(topic, number)));
    } catch (KafkaException e) {
      LOG.debug(
          "group offsets were not committed: {}",
          e.getMessage()); // Lag tools are late, nothing else.
    }
  }

  private void remember(Map<TopicPartition, OffsetAndMetadata> offsets) {
    offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
  }

  /** The partition is newly ours: others may have committed meanwhile. */
  void forget(TopicPartition partition) {
    committed.remove(partition);
  }

  private Map<TopicPartition, OffsetAndMetadata> moved(
      Map<Integer, PartitionSlot> slots, Collection<Integer> partitions) {
    Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>();
    for (int number : partitions) {
      PartitionSlot slot = slots.get(number);
      PartitionLane lane = slot == null ? null : slot.anyLane();
      TopicPartition partition = new TopicPartition(topic, number);
      if (lane != null && committed.getOrDefault(partition, -1L) < lane.report().settledBelow()) {
        moved.put(partition, new OffsetAndMetadata(lane.report().settledBelow()));
      }
    }
    return moved;
  }
}
