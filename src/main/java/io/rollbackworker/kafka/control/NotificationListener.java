package io.rollbackworker.kafka.control;

import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.rollbackworker.evidence.CloudLog;
import io.rollbackworker.evidence.Notice;
import io.rollbackworker.kafka.ClientMeters;
import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.NotificationSettings;
import io.rollbackworker.telemetry.Meters;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the cloud's own log, all of its partitions, from a little before it starts, and from
 * further back when somebody asks for it. A worker that cannot read it answers later, not
 * otherwise. A thread of its own, which alone uses the consumer.
 */
public final class NotificationListener {
  private static final Logger LOG = LoggerFactory.getLogger(NotificationListener.class);

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration AFTER_ERROR = Duration.ofSeconds(5);

  /** New partitions are read then. */
  private static final Duration BETWEEN_ASSIGNMENTS = Duration.ofMinutes(1);

  /** Records have the times of their writers, whose clocks are nobody's business here. */
  private static final Duration MARGIN = Duration.ofMinutes(5);

  private final NotificationSettings settings;
  private final CloudLog log;
  private final Time time;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaClientMetrics consumerMetrics;
  private final Meters meters;
  private final Thread thread;
  private volatile boolean closed;

  // Of the thread alone.
  private List<TopicPartition> partitions = List.of();
  private long assignedAtNanos;
  private Instant from;

  public NotificationListener(
      NotificationSettings settings, ClientMeters clientMeters, CloudLog log, Time time) {
    this.settings = settings;
    this.log = log;
    this.time = time;
    this.consumer = new KafkaConsumer<>(ClientProperties.notifications(settings));
    this.consumerMetrics = clientMeters.of(consumer);
    this.meters = clientMeters.worker();
    this.from = time.now().minus(MARGIN);
    this.thread = Thread.ofPlatform().name("notifications").unstarted(this::run);
  }

  /**
   * How many partitions can be read, for who is no worker.
   *
   * @throws KafkaException when it cannot be read
   */
  public static int reach(NotificationSettings settings) {
    try (var consumer =
        new KafkaConsumer<byte[], byte[]>(ClientProperties.notifications(settings))) {
      return consumer.endOffsets(partitions(consumer, settings.topic())).size();
    }
  }

  public void start() {
    thread.start();
  }

  private void run() {
    try (consumer;
        consumerMetrics) {
      while (!closed) {
        follow();
      }
    } catch (WakeupException e) {
      LOG.debug("stopping");
    } catch (Throwable e) { // Also an Error: nobody must take silence for rest.
      LOG.atError().addKeyValue("topic", settings.topic()).setCause(e).log("is not followed");
    }
  }

  private void follow() throws InterruptedException {
    try {
      assignFromTimeToTime();
      readFurtherBack();
      consumer.poll(POLL).forEach(this::take);
    } catch (WakeupException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.warn("the cloud's log, topic {}, cannot be read: {}", settings.topic(), e.getMessage());
      partitions = List.of();
      time.pause(AFTER_ERROR);
    }
  }

  private void assignFromTimeToTime() {
    boolean fresh = time.nanos() - assignedAtNanos < BETWEEN_ASSIGNMENTS.toNanos();
    if (fresh && !partitions.isEmpty()) {
      return;
    }
    List<TopicPartition> now = partitions(consumer, settings.topic());
    boolean first = consumer.assignment().isEmpty();
    consumer.assign(now); // Keeps the positions of those that it had.
    if (first) {
      seek(now);
      LOG.atInfo()
          .addKeyValue("topic", settings.topic())
          .addKeyValue("partitions", now.size())
          .log("the cloud's log is followed");
    }
    partitions = now;
    assignedAtNanos = time.nanos();
  }

  /**
   * All of a topic.
   *
   * @throws KafkaException when there is none, or it cannot be read
   */
  private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
    List<TopicPartition> found =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    if (found.isEmpty()) {
      throw new KafkaException("there is no topic " + topic);
    }
    return found;
  }

  private void readFurtherBack() {
    Instant wanted = log.wantedFrom();
    if (wanted.isBefore(from)) {
      from = wanted.minus(MARGIN);
      seek(partitions);
      LOG.atInfo().addKeyValue("from", from).log("the cloud's log is read again");
    }
  }

  /** The ends first: what comes meanwhile is behind them. */
  private void seek(List<TopicPartition> all) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(all);
    long millis = from.toEpochMilli();
    Map<TopicPartition, OffsetAndTimestamp> found =
        consumer.offsetsForTimes(all.stream().collect(Collectors.toMap(p -> p, p -> millis)));
    for (TopicPartition partition : all) {
      OffsetAndTimestamp at = found.get(partition);
      consumer.seek(partition, at == null ? ends.getOrDefault(partition, 0L) : at.offset());
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() != null) {
      Notice.read(record.value())
          .ifPresent(
              notice -> {
                meters.noticed(notice.what());
                log.take(notice, Instant.ofEpochMilli(record.timestamp()));
              });
    }
  }

  /** Stops following. */
  public void close() throws InterruptedException {
    closed = true;
    consumer.wakeup();
    thread.join();
  }
}
