package io.rollbackworker.kafka.ledger;

import io.rollbackworker.crash.CrashPoint;
import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.Offsets;
import io.rollbackworker.kafka.Records;
import io.rollbackworker.lane.Journal.JournalFailed;
import io.rollbackworker.ledger.ChainTip;
import io.rollbackworker.ledger.Outbox;
import io.rollbackworker.ledger.Posting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Writes a lane's outcomes into its own partition of the outcomes topic, each once: its session
 * alone writes there, and what a former one may have left untold is looked for first. Owned by one
 * thread after the other.
 */
final class Teller {
  private final TopicPartition partition;
  private final LedgerSession session;
  private final CrashPoints points;

  private Teller(TopicPartition partition, LedgerSession session, CrashPoints points) {
    this.partition = partition;
    this.session = session;
    this.points = points;
  }

  /**
   * Makes the outcomes partition this session's, and tells what is missing of the last outbox.
   *
   * @param last as it was restored
   * @throws ContractBroken when something stays open there that is not this lane's
   */
  static Teller open(
      Offsets cluster,
      KafkaSettings settings,
      LedgerSession session,
      int partition,
      Outbox last,
      CrashPoints points)
      throws ContractBroken, JournalFailed {
    TopicPartition outcomes = new TopicPartition(settings.outcomesTopic(), partition);
    long end = cluster.endOffset(outcomes);
    long first = cluster.offset(outcomes, OffsetSpec.earliest());
    long from = last.outcomes().isEmpty() ? end : Math.clamp(last.outcomesFrom(), first, end);
    List<Posting> missing = new ArrayList<>(last.outcomes());
    session.reader().follow(outcomes, from);
    session
        .transactions()
        .touch(outcomes, record -> missing.removeIf(posting -> isThere(posting, record)));
    Teller teller = new Teller(outcomes, session, points);
    teller.tell(missing);
    return teller;
  }

  /** Also the link: anybody's copy of the value is not what was to be told. */
  private static boolean isThere(Posting posting, ConsumerRecord<byte[], byte[]> record) {
    return Arrays.equals(Posting.bytes(posting.value()), record.value())
        && Objects.equals(
            posting.headers().get(ChainTip.HEADER),
            Records.lastText(record.headers(), ChainTip.HEADER));
  }

  /** Where the next outcomes will lie, or before that. */
  long end() {
    return session.reader().position(partition);
  }

  /**
   * Returns when readers of what is committed are handed them.
   *
   * @throws JournalFailed when it is unknown whether they are there
   */
  void tell(List<Posting> outcomes) throws JournalFailed {
    if (outcomes.isEmpty()) {
      return;
    }
    session
        .transactions()
        .commit(
            partition,
            outcomes.stream().map(posting -> record(partition.topic(), posting)).toList(),
            new Transactions.Steps() {
              @Override
              public void uncommitted() {
                points.reach(CrashPoint.OUTCOME_UNTOLD);
              }

              @Override
              public void unseen() {
                points.reach(CrashPoint.OUTCOME_TOLD);
              }
            });
    points.reach(CrashPoint.OUTCOME_COMMITTED);
  }

  static ProducerRecord<byte[], byte[]> record(String topic, Posting posting) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic,
            posting.partition(),
            Posting.bytes(posting.key()),
            Posting.bytes(posting.value()));
    Records.addAll(record.headers(), posting.headers());
    return record;
  }
}
