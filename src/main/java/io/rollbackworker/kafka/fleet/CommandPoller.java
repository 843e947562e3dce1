package io.rollbackworker.kafka.fleet;

import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.rollbackworker.disk.FleetShare;
import io.rollbackworker.kafka.ClientMeters;
import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.Deliveries;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.topics.TopicFacts;
import io.rollbackworker.kafka.topics.TopicMonitor;
import io.rollbackworker.lane.Delivery;
import io.rollbackworker.lane.PartitionLane;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The poll thread: takes records, hands them to the lanes, and follows assignments. Everything that
 * the consumer is used for happens here.
 */
final class CommandPoller {
  private static final Logger LOG = LoggerFactory.getLogger(CommandPoller.class);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration AFTER_ERROR = Duration.ofSeconds(1);

  private final KafkaSettings settings;
  private final LaneOpener opener;
  private final TopicMonitor topicMonitor;
  private final FleetShare share;
  private final Time time;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaClientMetrics consumerMetrics;
  private final GroupOffsets groupOffsets;
  private final Pulse pulse;
  private final Thread thread = Thread.ofPlatform().name("poll").unstarted(this::run);

  /** Changed by the poll thread only; read by who asks for the status. */
  private final Map<Integer, PartitionSlot> slots = new ConcurrentHashMap<>();

  // Owned by the poll thread.
  private long polls;
  private int allPartitions;

  private volatile boolean stopping;

  /** Written before {@link #stopping}. */
  private volatile Duration closeGrace = Duration.ZERO;

  CommandPoller(
      KafkaSettings settings,
      LaneOpener opener,
      TopicMonitor topicMonitor,
      FleetShare share,
      ClientMeters clientMeters,
      String worker,
      Time time) {
    this.settings = settings;
    this.opener = opener;
    this.topicMonitor = topicMonitor;
    this.share = share;
    this.time = time;
    this.pulse = new Pulse(time);
    this.consumer = new KafkaConsumer<>(new ClientProperties(settings).poller(worker));
    this.consumerMetrics = clientMeters.of(consumer);
    this.groupOffsets = new GroupOffsets(consumer, settings.commandsTopic(), time);
  }

  /**
   * @param allPartitions of the commands topic
   */
  void start(int allPartitions) {
    this.allPartitions = allPartitions;
    thread.start();
  }

  /**
   * Gives all partitions up in order and leaves the group.
   *
   * @param grace how long to wait for requests under way
   */
  void close(Duration grace) throws InterruptedException {
    closeGrace = grace;
    stopping = true;
    consumer.wakeup();
    thread.join();
  }

  /** Waits until the poll thread has ended, in order or not. */
  void join() throws InterruptedException {
    thread.join();
  }

  /** What each assigned partition does. */
  List<PartitionReport> partitions() {
    return slots.values().stream()
        .map(slot -> slot.status().report())
        .sorted(Comparator.comparingInt(PartitionReport::partition))
        .toList();
  }

  Pulse pulse() {
    return pulse;
  }

  boolean hasEnded() {
    return thread.getState() == Thread.State.TERMINATED;
  }

  private void run() {
    try (consumer;
        consumerMetrics) {
      consumer.subscribe(List.of(settings.commandsTopic()), new Rebalance());
      work();
      // Before leaving: a consumer that is closed in the middle of a rebalance calls its partitions
      // lost.
      giveUp(List.copyOf(slots.keySet()), closeGrace);
    } catch (Throwable e) { // Also an Error: the process must notice that it does nothing any more.
      LOG.error("the poll thread broke; all partitions are given up", e);
      slots.values().forEach(PartitionSlot::abort);
    }
  }

  private void work() {
    try {
      while (!stopping) {
        pollAndServe();
      }
    } catch (WakeupException e) {
      LOG.debug("stopping");
    }
  }

  /**
   * Hands over first and asks the consumer for nothing before: what was polled must reach its lane.
   */
  private void pollAndServe() {
    polls++;
    pulse.polled();
    ConsumerRecords<byte[], byte[]> records = poll();
    slots.forEach((partition, slot) -> handOver(topicPartition(partition), slot, records));
    slots.forEach((partition, slot) -> serve(topicPartition(partition), slot));
    topicMonitor.pollFindings().ifPresent(this::failMisfits);
    share.owns(slots.size(), allPartitions);
    groupOffsets.commitFromTimeToTime(slots);
  }

  /** What has come; nothing where polling failed. */
  private ConsumerRecords<byte[], byte[]> poll() {
    try {
      return consumer.poll(POLL);
    } catch (OffsetOutOfRangeException e) {
      LOG.warn("positions are out of range; the partitions are opened again: {}", e.getMessage());
      e.partitions().forEach(p -> fail(p, "its position is not in the commands topic"));
      consumer.pause(e.partitions()); // Or each poll would throw again.
      topicMonitor.lookSoon();
    } catch (WakeupException e) {
      throw e;
    } catch (KafkaException e) {
      // Records that this poll had taken may be lost to it: every lane reads again from its head.
      LOG.error("polling failed; trying again", e);
      slots.values().forEach(slot -> slot.fail("polling failed: " + e.getMessage()));
      topicMonitor.lookSoon();
      sleep();
    }
    return ConsumerRecords.empty();
  }

  private void handOver(
      TopicPartition partition, PartitionSlot slot, ConsumerRecords<byte[], byte[]> records) {
    PartitionLane lane = slot.lane();
    OffsetAndMetadata next = records.nextOffsets().get(partition);
    if (lane != null && next != null) {
      List<Delivery> deliveries = records.records(partition).stream().map(Deliveries::of).toList();
      lane.deliver(deliveries, next.offset());
    }
  }

  private void serve(TopicPartition partition, PartitionSlot slot) {
    slot.tick(polls).ifPresent(opened -> begin(partition, opened));
    PartitionLane lane = slot.lane();
    if (lane != null) { // Before, the position means nothing.
      slot.status().lags(consumer.currentLag(partition).orElse(-1));
    }
    if (lane == null || lane.isFull()) {
      consumer.pause(List.of(partition));
    } else {
      consumer.resume(List.of(partition));
    }
  }

  private void begin(TopicPartition partition, LaneOpener.Opened opened) {
    consumer.seek(partition, opened.position());
    opened.lane().start();
  }

  private void failMisfits(TopicMonitor.Finding finding) {
    slots.forEach(
        (partition, slot) -> {
          TopicFacts facts = slot.facts();
          if (facts != null && !facts.equals(finding.facts())) {
            slot.fail(finding.reason());
          }
        });
  }

  private void fail(TopicPartition partition, String reason) {
    PartitionSlot slot = slots.get(partition.partition());
    if (slot != null) {
      slot.fail(reason);
    }
  }

  private TopicPartition topicPartition(int partition) {
    return new TopicPartition(settings.commandsTopic(), partition);
  }

  private static void sleep() {
    try {
      Thread.sleep(AFTER_ERROR);
    } catch (InterruptedException e) {
      throw new KafkaException("nobody interrupts the poll thread", e);
    }
  }

  /** Follows the group's decisions; called by the poll thread, inside poll and close. */
  private final class Rebalance implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      LOG.info("partitions assigned: {}", partitions);
      pulse.assigned();
      for (TopicPartition partition : partitions) {
        // Pause and seek: without a position, and with auto.offset.reset=none, poll would throw.
        consumer.pause(List.of(partition));
        consumer.seek(partition, 0);
        groupOffsets.forget(partition);
        slots.put(partition.partition(), new PartitionSlot(partition.partition(), opener, time));
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      LOG.info("partitions revoked: {}", partitions);
      giveUp(
          partitions.stream().map(TopicPartition::partition).toList(),
          settings.maxPollInterval().dividedBy(4));
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      LOG.warn("partitions lost: {}", partitions);
      pulse.lost();
      for (TopicPartition partition : partitions) {
        PartitionSlot slot = slots.remove(partition.partition());
        if (slot != null) {
          slot.abort();
        }
      }
    }
  }

  /** All at once, each within the grace. */
  private void giveUp(Collection<Integer> partitions, Duration grace) {
    List<Thread> closings =
        partitions.stream()
            .map(slots::get)
            .filter(Objects::nonNull)
            .map(slot -> Thread.ofVirtual().name("close").start(() -> close(slot, grace)))
            .toList();
    closings.forEach(CommandPoller::join);
    groupOffsets.commitNow(slots, partitions);
    partitions.forEach(slots::remove);
  }

  private static void close(PartitionSlot slot, Duration grace) {
    try {
      slot.close(grace);
    } catch (InterruptedException e) {
      slot.abort();
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new KafkaException("nobody interrupts the poll thread", e);
    }
  }
}
