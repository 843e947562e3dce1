package io.rollbackworker.kafka.ledger;

import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.Cluster;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.KafkaSettings;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads what is committed of a partition, to the end that it has now. The end is the
 * read_uncommitted one, for an open transaction would hide what others have committed behind it.
 * Thread-safe.
 */
public final class PartitionReader {
  private static final Duration POLL = Duration.ofMillis(100);

  /** Without progress; four times as long as a transaction lives. */
  private static final int PATIENCE_POLLS = 600;

  private final Cluster cluster;
  private final ClientProperties properties;

  /** Told how far a reading has come, and why it takes long. */
  public interface Progress {
    void at(long position, long end);
  }

  /** What is done with it. */
  public interface Reader {
    /** Before each fetch. */
    default void at(long position, long end) throws ContractBroken {}

    void take(ConsumerRecord<byte[], byte[]> record) throws ContractBroken;
  }

  public PartitionReader(Cluster cluster, ClientProperties properties) {
    this.cluster = cluster;
    this.properties = properties;
  }

  /** All of a topic of one partition, for who reads nothing else. */
  public static void readAll(KafkaSettings settings, String topic, Reader reader)
      throws ContractBroken {
    try (Cluster cluster = new Cluster(settings)) {
      var _ =
          new PartitionReader(cluster, new ClientProperties(settings))
              .read(new TopicPartition(topic, 0), reader);
    }
  }

  /**
   * From its beginning; returns the end, which any later record must reach.
   *
   * @throws ContractBroken what the reader throws; or a transaction is never ended
   */
  public long read(TopicPartition partition, Reader reader) throws ContractBroken {
    return read(partition, consumer -> consumer.seekToBeginning(List.of(partition)), reader);
  }

  /** Likewise, from an offset that is there. */
  public long read(TopicPartition partition, long from, Reader reader) throws ContractBroken {
    return read(partition, consumer -> consumer.seek(partition, from), reader);
  }

  private long read(
      TopicPartition partition, java.util.function.Consumer<Consumer<?, ?>> seek, Reader reader)
      throws ContractBroken {
    long end = cluster.endOffset(partition);
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties.restorer())) {
      consumer.assign(List.of(partition));
      seek.accept(consumer);
      int idle = 0;
      for (long before = -1, at = consumer.position(partition);
          at < end;
          before = at, at = consumer.position(partition)) {
        idle = at == before ? idle + 1 : 0;
        if (idle > PATIENCE_POLLS) {
          throw hanging(partition, at);
        }
        reader.at(at, end);
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          reader.take(record);
        }
      }
    }
    return end;
  }

  /** What is open may be aborted: nobody acts on what was not handed out as committed. */
  static ContractBroken hanging(TopicPartition partition, long at) {
    return new ContractBroken(
        "Reading "
            + partition
            + " does not get beyond offset "
            + at
            + ": a transaction is open there that is not this program's, or that it cannot reach"
            + " any more. It may be aborted at any time, nothing is lost by it. Look"
            + " with: kafka-transactions.sh find-hanging; end it with: kafka-transactions.sh abort"
            + " --topic "
            + partition.topic()
            + " --partition "
            + partition.partition()
            + " --start-offset "
            + at);
  }
}
