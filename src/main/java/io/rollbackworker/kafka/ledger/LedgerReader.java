package io.rollbackworker.kafka.ledger;

import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.Cluster;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.ledger.LedgerCodec;
import io.rollbackworker.ledger.Slice;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads one ledger partition from its beginning to the end that it has now. Thread-safe.
 *
 * <p>The end is the read_uncommitted one, and the reader waits until its position has reached it: a
 * read_committed end offset stands before the oldest open transaction, whoever's it is, and would
 * hide intents behind it; and the tail may hold nothing but transaction markers, which are never
 * delivered as records.
 */
public final class LedgerReader {
  private final PartitionReader reader;
  private final String topic;
  private final LedgerCodec codec = new LedgerCodec();

  public LedgerReader(Cluster cluster, ClientProperties properties, String topic) {
    this.reader = new PartitionReader(cluster, properties);
    this.topic = topic;
  }

  /**
   * A partition as of its end.
   *
   * @param end the offset that any later record must reach
   */
  public record Restored(Slice slice, long end) {}

  /** Told how far a restore has come, and why it takes long. */
  public interface Progress {
    void at(long position, long end);
  }

  /**
   * @param cancelled asked between fetches
   * @throws ContractBroken when a record cannot be decoded, a transaction is never ended, or the
   *     restore was cancelled
   */
  public Restored read(int partition, Progress progress, BooleanSupplier cancelled)
      throws ContractBroken {
    Slice slice = new Slice();
    long end =
        reader.read(
            new TopicPartition(topic, partition),
            new PartitionReader.Reader() {
              @Override
              public void at(long position, long end) throws ContractBroken {
                if (cancelled.getAsBoolean()) {
                  throw new ContractBroken(
                      "The restore was cancelled: the partition is no longer ours.");
                }
                progress.at(position, end);
              }

              @Override
              public void take(ConsumerRecord<byte[], byte[]> record) throws ContractBroken {
                replay(slice, record);
              }
            });
    return new Restored(slice, end);
  }

  private void replay(Slice slice, ConsumerRecord<byte[], byte[]> record) throws ContractBroken {
    try {
      slice.replay(codec.decode(record.key(), record.value()));
    } catch (IllegalArgumentException e) {
      throw new ContractBroken(
          "The record at "
              + topic
              + "-"
              + record.partition()
              + " offset "
              + record.offset()
              + " is not a ledger record of this program ("
              + e.getMessage()
              + "). Only workers may write this topic; find the writer, and run a program version"
              + " that knows the format");
    }
  }
}
