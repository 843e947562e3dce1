package io.rollbackworker.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * The cluster, for questions: answered, or thrown as the broker's own {@link KafkaException}.
 * Thread-safe.
 */
public final class Cluster implements Offsets, AutoCloseable {
  /** What is still asked then is given up. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final Admin admin;

  public Cluster(KafkaSettings settings) {
    this.admin = Admin.create(new ClientProperties(settings).admin());
  }

  /** For what only one place asks. */
  public Admin admin() {
    return admin;
  }

  public TopicDescription describe(String topic) {
    var all = get(admin.describeTopics(List.of(topic)).allTopicNames());
    return Objects.requireNonNull(all.get(topic), topic);
  }

  @Override
  public long endOffset(TopicPartition partition) {
    return offset(partition, OffsetSpec.latest());
  }

  @Override
  public long offset(TopicPartition partition, OffsetSpec spec) {
    var options = new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED);
    return get(admin.listOffsets(Map.of(partition, spec), options).partitionResult(partition))
        .offset();
  }

  /** All of them at once. */
  public Map<TopicPartition, Long> ends(
      Collection<TopicPartition> partitions, IsolationLevel level) {
    Map<TopicPartition, OffsetSpec> latest =
        partitions.stream().collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest()));
    return get(admin.listOffsets(latest, new ListOffsetsOptions(level)).all()).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
  }

  /** Who has written there, and what they have open. */
  public List<ProducerState> producers(TopicPartition partition) {
    return get(admin.describeProducers(List.of(partition)).partitionResult(partition))
        .activeProducers();
  }

  @Override
  public Map<TopicPartition, OffsetAndMetadata> committed(String group) {
    return get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
  }

  /** The result, or the broker's own exception. */
  public static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KafkaException kafka) {
        throw kafka;
      }
      throw new KafkaException("the cluster did not answer", e.getCause());
    } catch (InterruptedException e) {
      throw new KafkaException("interrupted while asking the cluster", e);
    }
  }

  @Override
  public void close() {
    admin.close(CLOSE_TIMEOUT);
  }
}
