package io.rollbackworker.kafka.ledger;

import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.Offsets;
import io.rollbackworker.ledger.Settled;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From where a partition's commands are read: from its head's offset, if topic and group agree with
 * that. Changes nothing. Thread-safe.
 */
public final class StartPosition {
  private static final Logger LOG = LoggerFactory.getLogger(StartPosition.class);

  private final Offsets cluster;
  private final KafkaSettings settings;

  public StartPosition(Offsets cluster, KafkaSettings settings) {
    this.cluster = cluster;
    this.settings = settings;
  }

  /**
   * Where to begin.
   *
   * @param lost offsets that the topic's retention removed before anyone read them
   */
  public record Found(long offset, long lost) {}

  /**
   * @param settled as the head says
   * @param committed {@link #committed}; where a lane may be writing, as it was before the head was
   *     read, for both go on
   * @throws ContractBroken when commands, or the ledger's newest part, were lost
   */
  public Found of(int partition, Settled settled, long committed) throws ContractBroken {
    long low = settled.low();
    TopicPartition commands = new TopicPartition(settings.commandsTopic(), partition);
    long end = cluster.endOffset(commands);
    if (settled.end() > end) {
      throw new ContractBroken(
          "The head of partition "
              + partition
              + " has settled offsets up to "
              + settled.end()
              + ", but the commands partition ends at "
              + end
              + ": commands were lost or the topic was recreated. Say from where commands count:"
              + " rollback-worker topics adopt --from end|earliest|TIME");
    }
    if (committed > low) {
      throw new ContractBroken(
          "Group "
              + settings.group()
              + " has committed offset "
              + committed
              + " on partition "
              + partition
              + ", the head only "
              + low
              + ": the ledger has lost its newest part, or somebody moved the group ahead. If the"
              + " ledger is whole, reset the group's offset to "
              + low
              + " with kafka-consumer-groups.sh; else: rollback-worker topics adopt");
    }
    long first = cluster.offset(commands, OffsetSpec.earliest());
    if (first > low) {
      LOG.atError()
          .addKeyValue("partition", partition)
          .addKeyValue("from", low)
          .addKeyValue("to", first)
          .log("the topic's retention removed commands before anyone read them (exception of P3)");
    }
    return new Found(Math.max(low, first), Math.max(0, first - low));
  }

  /** The group's offset; -1: none. */
  public long committed(int partition) {
    OffsetAndMetadata committed =
        cluster
            .committed(settings.group())
            .get(new TopicPartition(settings.commandsTopic(), partition));
    return committed == null ? -1 : committed.offset();
  }
}
