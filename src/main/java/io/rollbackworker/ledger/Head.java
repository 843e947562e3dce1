package io.rollbackworker.ledger;

import org.jspecify.annotations.Nullable;

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
 * @param controlTopicId where freezes stand; null: not known, before {@code topics upgrade}
 * @param settled must not be changed through the head
 */
public record Head(
    int writes,
    String commandsTopicId,
    String ledgerTopicId,
    @Nullable String controlTopicId,
    int partitions,
    String group,
    Memory memory,
    Settled settled) {
  /** Of heads; this program reads all up to it. Format 2 knows the control topic. */
  public static final int FORMAT = 2;

  /** The oldest format that can say it: so an older version reads what has not been upgraded. */
  int format() {
    return controlTopicId == null ? 1 : FORMAT;
  }

  public Head withGroup(String next) {
    return new Head(
        writes, commandsTopicId, ledgerTopicId, controlTopicId, partitions, next, memory, settled);
  }

  public Head withWrites(int next) {
    return new Head(
        next, commandsTopicId, ledgerTopicId, controlTopicId, partitions, group, memory, settled);
  }

  public Head withMemory(Memory next) {
    return new Head(
        writes, commandsTopicId, ledgerTopicId, controlTopicId, partitions, group, next, settled);
  }

  public Head withControlTopic(String next) {
    return new Head(
        writes, commandsTopicId, ledgerTopicId, next, partitions, group, memory, settled);
  }
}
