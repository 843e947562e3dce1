package io.rollbackworker.kafka.control;

import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.disk.Freezes;
import io.rollbackworker.freeze.FreezeState;
import io.rollbackworker.kafka.ClientMeters;
import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.Cluster;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the control topic, on a thread of its own. Until it has read it to its end, and when it
 * could not do so for a while, everything counts as frozen: a worker that cannot hear an order must
 * not act. Thread-safe.
 */
public final class FreezeListener implements Freezes {
  private static final Logger LOG = LoggerFactory.getLogger(FreezeListener.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration CONFIRM_INTERVAL = Duration.ofSeconds(1);
  private static final Duration AFTER_ERROR = Duration.ofSeconds(1);

  /** What was heard counts for so long. */
  private static final Duration VALID = Duration.ofSeconds(15);

  private final TopicPartition partition;
  private final Cluster cluster;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaClientMetrics consumerMetrics;
  private final Time time;
  private final Thread thread = Thread.ofPlatform().name("freezes").unstarted(this::run);

  /** Of the topic that is read; owned by the thread. */
  private String topicId = "";

  /** Written by the thread, read by all. */
  private volatile FreezeState state = FreezeState.NONE;

  private volatile boolean heard;
  private volatile long heardAtNanos;
  private volatile boolean closed;

  public FreezeListener(KafkaSettings settings, ClientMeters clientMeters, Time time) {
    this.partition = new TopicPartition(settings.controlTopic(), 0);
    ClientProperties properties = new ClientProperties(settings);
    this.cluster = new Cluster(settings);
    Map<String, Object> reader = properties.restorer();
    reader.put(CommonClientConfigs.CLIENT_ID_CONFIG, "freezes");
    this.consumer = new KafkaConsumer<>(reader);
    this.consumerMetrics = clientMeters.of(consumer);
    this.time = time;
  }

  public void start() {
    thread.start();
  }

  @Override
  public Optional<OutcomeError> of(ProjectId project) {
    Duration since = Duration.ofNanos(time.nanos() - heardAtNanos);
    if (!heard || since.compareTo(VALID) > 0) {
      String how = heard ? "for " + since.toSeconds() + " s" : "yet";
      return Optional.of(
          FreezeState.error(project, "are held: topic " + partition + " was not readable " + how));
    }
    return state.of(project);
  }

  /** Whether orders can be heard: the topic was read to its end lately. */
  public boolean hears() {
    return heard && time.nanos() - heardAtNanos <= VALID.toNanos();
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
    } catch (Throwable e) { // Also an Error: what is not followed counts as frozen.
      LOG.error("freezes cannot be followed any more; nothing is sent", e);
    }
  }

  private void follow() {
    try {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        take(record);
      }
      if (!heard || time.nanos() - heardAtNanos > CONFIRM_INTERVAL.toNanos()) {
        confirm();
      }
    } catch (WakeupException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.warn("the control topic cannot be read: {}", e.getMessage());
      LockSupport.parkNanos(AFTER_ERROR.toNanos());
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    FreezeState before = state;
    state = before.with(record.key(), record.value());
    if (heard && !state.equals(before)) {
      LOG.atWarn().addKeyValue("frozen", state.reasons()).log("freezes have changed");
    }
  }

  /**
   * Asks for the end first: what is read up to there was all that had been ordered. The end is the
   * read_uncommitted one: orders behind an open transaction must not be overlooked.
   */
  private void confirm() {
    long askedAt = time.nanos();
    String id = currentTopicId();
    long end = cluster.endOffset(partition);
    long position = consumer.position(partition);
    if (!id.equals(topicId) || position > end) {
      topicId = id;
      startOver();
    } else if (position == end) {
      heardAtNanos = askedAt;
      if (!heard) {
        heard = true;
        LOG.atInfo().addKeyValue("frozen", state.reasons()).log("freezes are known");
      }
    }
  }

  /** The topic is another one than was read so far: nothing is known of it. */
  private void startOver() {
    heard = false;
    state = FreezeState.NONE;
    consumer.seekToBeginning(List.of(partition));
  }

  private String currentTopicId() {
    return cluster.describe(partition.topic()).topicId().toString();
  }

  /** Stops following; what is asked afterwards counts as frozen soon. */
  public void close() throws InterruptedException {
    closed = true;
    consumer.wakeup();
    thread.join();
  }
}
