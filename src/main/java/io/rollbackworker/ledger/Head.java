package io.rollbackworker.ledger;

/**
 * What a ledger partition is for and how far its commands are settled. A worker without a fitting
 * head refuses: so a topic that was recreated, emptied or resized is noticed.
 *
 * @param writes the format in which entries are written, if a worker knows it, else its newest;
 *     raised by hand alone ({@code topics upgrade}), so that until then an older version reads
 *     everything
 * @param partitions N: of the commands topic and of the ledger alike
 * @param group the consumer group that this ledger belongs to
 * @param memory the longest that any worker was configured to keep
 * @param settled must not be changed through the head
 */
public record Head(
    int writes,
    String commandsTopicId,
    String ledgerTopicId,
    int partitions,
    String group,
    Memory memory,
    Settled settled) {
  /** Of heads; this program reads all up to it. */
  public static final int FORMAT = 1;

  public Head withGroup(String next) {
    return new Head(writes, commandsTopicId, ledgerTopicId, partitions, next, memory, settled);
  }

  public Head withWrites(int next) {
    return new Head(next, commandsTopicId, ledgerTopicId, partitions, group, memory, settled);
  }

  public Head withMemory(Memory next) {
    return new Head(writes, commandsTopicId, ledgerTopicId, partitions, group, next, settled);
  }
}
