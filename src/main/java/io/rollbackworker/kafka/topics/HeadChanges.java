package io.rollbackworker.kafka.topics;

import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.ledger.LedgerReader;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.Head;
import io.rollbackworker.ledger.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Changes one thing in all heads, and nothing else; each is fenced meanwhile. What was done comes
 * back as a line for each.
 */
public final class HeadChanges {
  private final KafkaSettings settings;
  private final TopicInspector inspector;
  private final HeadWriter heads;

  HeadChanges(KafkaSettings settings, TopicInspector inspector, HeadWriter heads) {
    this.settings = settings;
    this.inspector = inspector;
    this.heads = heads;
  }

  /** They belong to the configured consumer group. */
  public List<String> adoptGroup() throws ContractBroken {
    return rewrite(
        (head, facts) -> head.withGroup(settings.group()), "belongs to group " + settings.group());
  }

  /** They remember so long, also if that is shorter than some worker was configured to. */
  public List<String> adoptMemory(Memory memory) throws ContractBroken {
    return rewrite(
        (head, facts) -> head.withMemory(memory),
        "has the window " + memory.window() + " and the greatest age " + memory.greatestAge());
  }

  /** Freezes stand in the control topic as it is now; what stood in a former one is gone. */
  public List<String> adoptControl() throws ContractBroken {
    return rewrite(
        (head, facts) -> head.withControlTopic(facts.controlTopicId()),
        "knows the control topic as it is now");
  }

  /**
   * From now on entries are written in the newest format that this program knows, and heads know
   * the control topic. Older versions hold the commands of snapshots whose entries they cannot
   * read.
   */
  public List<String> upgrade() throws ContractBroken {
    return rewrite(
        (head, facts) ->
            (head.controlTopicId() == null ? head.withControlTopic(facts.controlTopicId()) : head)
                .withWrites(Math.max(head.writes(), Entry.FORMAT)),
        "has entries written in format " + Entry.FORMAT + ", and knows the control topic");
  }

  private List<String> rewrite(BiFunction<Head, TopicFacts, Head> change, String done)
      throws ContractBroken {
    TopicFacts facts = inspector.inspect();
    List<String> lines = new ArrayList<>();
    for (int p = 0; p < facts.partitions(); p++) {
      int partition = p;
      heads.rewrite(
          p,
          restored -> {
            Head head = change.apply(headOf(restored, partition), facts);
            facts.requireFits(head, settings.group(), partition);
            return head;
          });
      lines.add("the head of partition " + p + " " + done);
    }
    return lines;
  }

  static Head headOf(LedgerReader.Restored restored, int partition) throws ContractBroken {
    return restored
        .slice()
        .head()
        .orElseThrow(
            () ->
                new ContractBroken(
                    "Ledger partition "
                        + partition
                        + " has no head. If the topics are new, run: rollback-worker topics create;"
                        + " else: rollback-worker topics adopt --from end|earliest|TIME"));
  }
}
