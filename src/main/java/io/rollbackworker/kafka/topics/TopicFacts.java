package io.rollbackworker.kafka.topics;

import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.ledger.Head;

/**
 * What identifies the topics that a worker works on.
 *
 * @param partitions N, of the commands topic and of the ledger alike
 */
public record TopicFacts(
    String commandsTopicId, String ledgerTopicId, String controlTopicId, int partitions) {

  /**
   * @throws ContractBroken when the head belongs to other topics, another N another control topic
   *     or another group
   */
  public void requireFits(Head head, String group, int partition) throws ContractBroken {
    String where = "The head of ledger partition " + partition + " ";
    if (!head.ledgerTopicId().equals(ledgerTopicId)) {
      throw new ContractBroken(
          where
              + "was written for another ledger topic (id "
              + head.ledgerTopicId()
              + ", now "
              + ledgerTopicId
              + "): the ledger was copied or recreated, and what it remembers may be missing. Find"
              + " out who did that; then run: rollback-worker topics adopt --from"
              + " end|earliest|TIME");
    }
    if (!head.commandsTopicId().equals(commandsTopicId)) {
      throw new ContractBroken(
          where
              + "belongs to another commands topic (id "
              + head.commandsTopicId()
              + ", now "
              + commandsTopicId
              + "): the commands topic was recreated, so offsets mean other records. Say from where"
              + " its commands count: rollback-worker topics adopt --from end|earliest|TIME");
    }
    if (head.controlTopicId() != null && !head.controlTopicId().equals(controlTopicId)) {
      throw new ContractBroken(
          where
              + "knows another control topic (id "
              + head.controlTopicId()
              + ", now "
              + controlTopicId
              + "): it was recreated, and freezes that stood there are gone. Freeze again what must"
              + " not be rolled back; then run: rollback-worker topics adopt --control");
    }
    if (head.partitions() != partitions) {
      throw new ContractBroken(
          where
              + "was written for "
              + head.partitions()
              + " partitions, the topics have "
              + partitions
              + ": snapshots now belong to other partitions, and their entries would not be found."
              + " Make new topics with the wanted count: rollback-worker topics create");
    }
    if (!head.group().equals(group)) {
      throw new ContractBroken(
          where
              + "belongs to consumer group \""
              + head.group()
              + "\", this worker is in \""
              + group
              + "\". If the group was renamed on purpose, stop all workers and run: rollback-worker"
              + " topics adopt --group, with kafka.group="
              + group
              + " configured");
    }
  }
}
