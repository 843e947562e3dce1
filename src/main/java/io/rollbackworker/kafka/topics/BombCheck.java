package io.rollbackworker.kafka.topics;

import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.ledger.PartitionReader;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads what a commands topic holds before any worker does: it may have been compressed before it
 * was adopted, and then a small record may unpack to one that ends each worker in turn.
 */
final class BombCheck {
  private final PartitionReader reader;

  BombCheck(PartitionReader reader) {
    this.reader = reader;
  }

  /**
   * @throws ContractBroken if a record from this offset on unpacks to more than is safe
   */
  void requireNone(TopicPartition commands, long from) throws ContractBroken {
    Sizes sizes = new Sizes();
    sizes.reached = from;
    try {
      reader.read(commands, from, sizes);
    } catch (OutOfMemoryError e) { // The poll's, of this one thread: nothing else was harmed.
      throw new ContractBroken(
          "Records of %s from offset %d on unpack to more than this process can hold (%d MB); %s"
              .formatted(
                  commands, sizes.reached, Runtime.getRuntime().maxMemory() >> 20, Sizes.ADVICE));
    }
  }

  private static final class Sizes implements PartitionReader.Reader {
    static final String ADVICE =
        "workers would be ended by it. Say from where behind it commands count:"
            + " rollback-worker topics adopt --from end|TIME";

    private long reached;

    @Override
    public void at(long position, long end) {
      reached = position;
    }

    @Override
    public void take(ConsumerRecord<byte[], byte[]> record) throws ContractBroken {
      long bytes = (long) record.serializedKeySize() + record.serializedValueSize();
      if (bytes > TopicInspector.MAX_COMMAND_BYTES) {
        throw new ContractBroken(
            "The record at offset %d of %s-%d unpacks to %d bytes, more than %d; %s"
                .formatted(
                    record.offset(),
                    record.topic(),
                    record.partition(),
                    bytes,
                    TopicInspector.MAX_COMMAND_BYTES,
                    ADVICE));
      }
    }
  }
}
