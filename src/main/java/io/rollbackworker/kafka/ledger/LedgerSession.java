package io.rollbackworker.kafka.ledger;

import io.rollbackworker.crash.CrashPoint;
import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.Records;
import io.rollbackworker.lane.Journal.JournalFailed;
import io.rollbackworker.ledger.Encoded;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.Head;
import io.rollbackworker.ledger.LedgerCodec;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.time.CheckedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * One ledger partition, from fencing its former writer to the end of its new one: {@link #fence},
 * {@link #restore}, then {@link #write}. In this order: after that nobody else can write it, so
 * what is read is all there will be. Owned by one thread after the other; closed from any.
 */
public final class LedgerSession implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration READER_CLOSE_TIMEOUT = Duration.ofSeconds(1);

  private final TopicPartition partition;
  private final Producer<byte[], byte[]> producer;
  private final CommittedReader reader;
  private final Transactions transactions;
  private final CrashPoints points;
  private final LedgerCodec codec = new LedgerCodec();

  /** As the head said when it was restored. */
  private int writes = Entry.FORMAT;

  private Instant openedAt = Instant.EPOCH;

  /** Over the network. */
  public LedgerSession(
      KafkaSettings settings, int partition, CrashPoints points, CheckedTime time) {
    this(LaneClients.of(settings), settings.ledgerTopic(), partition, points, time);
  }

  public LedgerSession(
      LaneClients clients,
      String ledgerTopic,
      int partition,
      CrashPoints points,
      CheckedTime time) {
    this.partition = new TopicPartition(ledgerTopic, partition);
    this.producer = clients.producer(partition);
    this.reader = new CommittedReader(clients.reader());
    this.transactions = new Transactions(producer, reader, this.partition, points, time);
    this.points = points;
  }

  public void fence() {
    transactions.fence();
  }

  /**
   * Reads the whole partition.
   *
   * @throws ContractBroken when a record cannot be decoded, a transaction is never ended, or who is
   *     told wants no more
   */
  public LedgerReader.Restored restore(LedgerReader.Restoring restoring) throws ContractBroken {
    reader.followFromBeginning(partition);
    var replay = new LedgerReader.Replay(restoring);
    openedAt = transactions.touch(partition, replay);
    writes = replay.slice().head().map(Head::writes).orElse(Entry.FORMAT);
    return new LedgerReader.Restored(replay.slice(), reader.position(partition));
  }

  /** By the broker's clock, when it was restored. */
  public Instant openedAt() {
    return openedAt;
  }

  /**
   * Returns when a reader of what is committed has been handed it.
   *
   * @throws JournalFailed when it is unknown whether it is there
   */
  public void write(List<LedgerRecord> records) throws JournalFailed {
    transactions.commit(
        partition,
        records.stream().map(this::encoded).toList(),
        new Transactions.Steps() {
          @Override
          public void uncommitted() {
            reach(records, CrashPoint.INTENT_UNCOMMITTED, CrashPoint.OUTCOME_UNCOMMITTED);
          }

          @Override
          public void unseen() {
            reach(records, CrashPoint.INTENT_UNSEEN, CrashPoint.OUTCOME_UNSEEN);
          }
        });
  }

  private ProducerRecord<byte[], byte[]> encoded(LedgerRecord record) {
    Encoded encoded = codec.encode(record, writes);
    var stored =
        new ProducerRecord<byte[], byte[]>(
            partition.topic(), partition.partition(), encoded.key(), encoded.value());
    Records.addAll(stored.headers(), encoded.headers());
    return stored;
  }

  private void reach(List<LedgerRecord> records, CrashPoint ofIntent, CrashPoint ofAnswer) {
    for (LedgerRecord record : records) {
      if (record instanceof LedgerRecord.EntryWritten written
          && written.entry().openIntent().isPresent()) {
        points.reach(ofIntent);
      } else if (record instanceof LedgerRecord.Posted) {
        points.reach(ofAnswer);
      }
    }
  }

  Transactions transactions() {
    return transactions;
  }

  CommittedReader reader() {
    return reader;
  }

  /** For its meters. */
  public Producer<byte[], byte[]> producer() {
    return producer;
  }

  /** Ends it in order; nothing is under way. */
  @Override
  public void close() {
    producer.close(CLOSE_TIMEOUT);
    reader.close(READER_CLOSE_TIMEOUT);
  }

  /** Ends it at once; what is under way fails. */
  public void abandon() {
    producer.close(Duration.ZERO);
    reader.close(Duration.ZERO);
  }
}
