package io.rollbackworker.kafka.control;

import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.rollbackworker.kafka.ClientMeters;
import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.Cluster;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a topic of one partition, on a thread of its own: all that stands there, then what comes.
 * Thread-safe.
 */
final class Follower {
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration CONFIRM_INTERVAL = Duration.ofSeconds(1);
  private static final Duration AFTER_ERROR = Duration.ofSeconds(1);

  private final TopicPartition partition;
  private final Reader reader;
  private final Cluster cluster;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaClientMetrics consumerMetrics;
  private final Time time;
  private final Thread thread;

  /** Of the topic that is read; owned by the thread. */
  private String topicId = "";

  /** Written by the thread, read by all. */
  private volatile boolean heard;

  private volatile long heardAtNanos;
  private volatile boolean closed;

  /** What is done with what is read; called by the follower's thread. */
  interface Reader {
    void take(ConsumerRecord<byte[], byte[]> record);

    /** The topic is another one than was read so far: nothing is known of it. */
    void startOver();

    /** All that stands there is read. */
    void known();
  }

  /**
   * @param name of the thread and the client
   */
  Follower(
      String name,
      String topic,
      KafkaSettings settings,
      ClientMeters clientMeters,
      Time time,
      Reader reader) {
    this.partition = new TopicPartition(topic, 0);
    this.reader = reader;
    this.cluster = new Cluster(settings);
    Map<String, Object> properties = new ClientProperties(settings).follower();
    properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, name);
    this.consumer = new KafkaConsumer<>(properties);
    this.consumerMetrics = clientMeters.of(consumer);
    this.time = time;
    this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** For how long it was not known that all is read; empty: it never was. */
  Optional<Duration> silence() {
    return heard ? Optional.of(Duration.ofNanos(time.nanos() - heardAtNanos)) : Optional.empty();
  }

  private void run() {
    try (consumer;
        consumerMetrics;
        cluster) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      while (!closed) {
        follow();
      }
    } catch (WakeupException e) {
      LOG.debug("stopping");
    } catch (Throwable e) { // Also an Error: nobody must take silence for rest.
      LOG.atError().addKeyValue("topic", partition.topic()).setCause(e).log("is not followed");
    }
  }

  private void follow() {
    try {
      consumer.poll(POLL).forEach(reader::take);
      if (!heard || time.nanos() - heardAtNanos > CONFIRM_INTERVAL.toNanos()) {
        confirm();
      }
    } catch (WakeupException e) {
      throw e;
    } catch (OffsetOutOfRangeException e) {
      startOver(""); // It is shorter than what was read: another one, or emptied.
    } catch (KafkaException e) {
      LOG.warn("topic {} cannot be read: {}", partition.topic(), e.getMessage());
      LockSupport.parkNanos(AFTER_ERROR.toNanos());
    }
  }

  /**
   * Asks for the end first: what is read up to there was all that stood there. The end is the
   * read_uncommitted one: what stands behind an open transaction must not be overlooked.
   */
  private void confirm() {
    long askedAt = time.nanos();
    String id = cluster.describe(partition.topic()).topicId().toString();
    long end = cluster.endOffset(partition);
    long position = consumer.position(partition);
    if (!id.equals(topicId) || position > end) {
      startOver(id);
    } else if (position == end) {
      heardAtNanos = askedAt;
      if (!heard) {
        heard = true;
        reader.known();
      }
    }
  }

  private void startOver(String id) {
    topicId = id;
    heard = false;
    reader.startOver();
    consumer.seekToBeginning(List.of(partition));
  }

  /** Stops following. */
  void close() throws InterruptedException {
    closed = true;
    consumer.wakeup();
    thread.join();
  }
}
