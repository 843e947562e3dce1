package io.rollbackworker.ledger;

/**
 * What a ledger partition is for and how far its commands are settled. A worker without a fitting
 * head refuses: so a topic that was recreated, emptied or resized is noticed.
 *
 * @param format of ledger records; this program writes {@value #FORMAT}
 * @param partitions N: of the commands topic and of the ledger alike
 * @param group the consumer group that this ledger belongs to
 * @param settled must not be changed through the head
 */
public record Head(
    int format,
    String commandsTopicId,
    String ledgerTopicId,
    int partitions,
    String group,
    Settled settled) {
  public static final int FORMAT = 1;

  public Head withGroup(String next) {
    return new Head(format, commandsTopicId, ledgerTopicId, partitions, next, settled);
  }
}
