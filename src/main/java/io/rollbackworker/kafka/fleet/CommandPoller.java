package io.rollbackworker.kafka.fleet;

import io.rollbackworker.kafka.Deliveries;
import io.rollbackworker.kafka.topics.TopicFacts;
import io.rollbackworker.kafka.topics.TopicMonitor;
import io.rollbackworker.lane.Delivery;
import io.rollbackworker.lane.PartitionLane;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes records, hands them to the lanes, and looks what became of these. Everything that the
 * consumer is used for happens here or in {@link Assignment}. Not thread-safe: owned by the poll
 * thread, but for {@link #stop} and {@link #allPartitions}.
 */
final class CommandPoller {
  private static final Logger LOG = LoggerFactory.getLogger(CommandPoller.class);

  /** While a partition is opened, or waits for room. */
  private static final Duration POLL = Duration.ofMillis(50);

  /** Records end it sooner; what else happens is seen so late, and an idle worker rests. */
  private static final Duration CALM_POLL = Duration.ofMillis(250);

  private static final Duration AFTER_ERROR = Duration.ofSeconds(1);

  private final String topic;
  private final Consumer<byte[], byte[]> consumer;
  private final Assignment assignment;
  private final TopicMonitor topicMonitor;
  private final Obstructions obstructions;
  private final Ownership ownership;
  private final Pulse pulse;
  private final Time time;
  private long polls;

  /** Every partition runs and has room, as of the last poll. */
  private boolean calm;

  private volatile int allPartitions;
  private volatile boolean stopping;

  /** Written before {@link #stopping}. */
  private volatile Duration grace = Duration.ZERO;

  CommandPoller(
      String topic,
      Consumer<byte[], byte[]> consumer,
      Assignment assignment,
      TopicMonitor topicMonitor,
      Obstructions obstructions,
      Ownership ownership,
      Pulse pulse,
      Time time) {
    this.topic = topic;
    this.consumer = consumer;
    this.assignment = assignment;
    this.topicMonitor = topicMonitor;
    this.obstructions = obstructions;
    this.ownership = ownership;
    this.pulse = pulse;
    this.time = time;
  }

  /**
   * Makes {@link #run} give all partitions up in order and leave the group. From any thread.
   *
   * @param wait how long to wait for requests under way
   */
  void stop(Duration wait) {
    grace = wait;
    stopping = true;
    consumer.wakeup();
  }

  /**
   * Polls until it is stopped.
   *
   * @param all partitions of the commands topic
   */
  void run(int all) {
    allPartitions = all;
    try (consumer) {
      consumer.subscribe(List.of(topic), assignment);
      work();
      // Before leaving: a consumer that is closed in the middle of a rebalance calls its partitions
      // lost.
      assignment.giveUpAll(grace);
    } catch (Throwable e) { // Also an Error: the process must notice that it does nothing any more.
      LOG.error("the poll thread broke; all partitions are given up", e);
      assignment.abortAll("the poll thread broke: " + e);
    }
  }

  private void work() throws InterruptedException {
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
  void pollAndServe() throws InterruptedException {
    polls++;
    pulse.polled();
    ConsumerRecords<byte[], byte[]> records = poll();
    calm = true;
    assignment.forEach((number, slot) -> handOver(partition(number), slot, records));
    assignment.forEach((number, slot) -> serve(partition(number), slot));
    topicMonitor.pollFindings().ifPresent(this::failMisfits);
    obstructions.lookIfDue(assignment.numbers());
    ownership.owns(assignment.numbers().size(), allPartitions);
    assignment.commitFromTimeToTime();
  }

  /** What has come; nothing where polling failed. */
  private ConsumerRecords<byte[], byte[]> poll() throws InterruptedException {
    try {
      return consumer.poll(calm ? CALM_POLL : POLL);
    } catch (OffsetOutOfRangeException e) {
      LOG.atWarn()
          .addKeyValue("partitions", e.partitions())
          .log("positions are out of range; the partitions are opened again");
      e.partitions().forEach(this::failOutOfRange);
      consumer.pause(e.partitions()); // Or each poll would throw again.
      topicMonitor.lookSoon();
    } catch (WakeupException e) {
      throw e;
    } catch (KafkaException e) {
      // Records that this poll had taken may be lost to it: every lane reads again from its head.
      LOG.error("polling failed; trying again", e);
      assignment.failAll("polling failed: " + e.getMessage());
      topicMonitor.lookSoon();
      time.pause(AFTER_ERROR);
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
      slot.status().lags(Math.max(consumer.currentLag(partition).orElse(-1), toTheEnd(partition)));
      slot.status().obstructed(obstructions.of(partition.partition()));
    }
    if (lane == null || lane.isFull()) {
      calm = false;
      consumer.pause(List.of(partition));
    } else {
      consumer.resume(List.of(partition));
    }
  }

  /** Also what cannot be read yet; -1: not known. */
  private long toTheEnd(TopicPartition partition) {
    try {
      long end = obstructions.end(partition.partition());
      return end < 0 ? -1 : end - consumer.position(partition, Duration.ZERO);
    } catch (TimeoutException e) {
      return -1; // Its leader has just changed; a number for people is not worth a wait.
    }
  }

  private void begin(TopicPartition partition, Opener.Opened opened) {
    consumer.seek(partition, opened.position());
    opened.lane().start();
  }

  private void failMisfits(TopicMonitor.Finding finding) {
    assignment.forEach(
        (number, slot) -> {
          TopicFacts facts = slot.facts();
          if (facts != null && !facts.equals(finding.facts())) {
            slot.fail(finding.reason());
          }
        });
  }

  private void failOutOfRange(TopicPartition partition) {
    PartitionSlot slot = assignment.slot(partition.partition());
    if (slot != null) {
      slot.fail("its position is not in the commands topic");
    }
  }

  /** Zero before it runs. */
  int allPartitions() {
    return allPartitions;
  }

  private TopicPartition partition(int number) {
    return new TopicPartition(topic, number);
  }
}
