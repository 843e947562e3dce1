package io.rollbackworker.kafka.ledger;

import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.Cluster;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.Records;
import io.rollbackworker.ledger.Encoded;
import io.rollbackworker.ledger.LedgerCodec;
import io.rollbackworker.ledger.Slice;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads one ledger partition as of now, without making it anybody's: for who only wants to look.
 * Thread-safe. (A worker reads it through its {@link LedgerSession}.)
 */
public final class LedgerReader {
  private final PartitionReader reader;
  private final String topic;

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

  /**
   * @throws ContractBroken when a record cannot be decoded, or a transaction is never ended
   */
  public Restored read(int partition) throws ContractBroken {
    Replay replay = new Replay((position, end, slice) -> {});
    long end = reader.read(new TopicPartition(topic, partition), replay);
    return new Restored(replay.slice(), end);
  }

  /** Told how far it has come, between fetches. */
  public interface Restoring {
    /**
     * @param slice as far as it was read
     * @throws ContractBroken when no more is to be read
     */
    void at(long position, long end, Slice slice) throws ContractBroken;
  }

  /** Makes a slice of what is read. */
  static final class Replay implements PartitionReader.Reader {
    private final Restoring restoring;
    private final Slice slice = new Slice();
    private final LedgerCodec codec = new LedgerCodec();

    Replay(Restoring restoring) {
      this.restoring = restoring;
    }

    Slice slice() {
      return slice;
    }

    @Override
    public void at(long position, long end) throws ContractBroken {
      restoring.at(position, end, slice);
    }

    @Override
    public void take(ConsumerRecord<byte[], byte[]> record) throws ContractBroken {
      if (Arrays.equals(record.key(), Transactions.TOUCH_KEY)) {
        return; // Somebody has committed a touch that was open; it says nothing.
      }
      try {
        slice.replay(
            codec.decode(
                new Encoded(record.key(), record.value(), Records.texts(record.headers())),
                Instant.ofEpochMilli(record.timestamp())));
      } catch (IllegalArgumentException e) {
        throw new ContractBroken(
            "The record at "
                + record.topic()
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
}
