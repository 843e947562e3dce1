package io.rollbackworker.kafka.ledger;

import io.rollbackworker.crash.CrashPoint;
import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.Records;
import io.rollbackworker.lane.Journal.JournalFailed;
import io.rollbackworker.time.CheckedTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * One session's transactions, each of one partition, and each <b>seen before it is used</b>. An
 * acknowledged commit is not yet a fact: the coordinator answers before the markers are written,
 * and skips that of a partition whose leader it does not know at that moment; the next transaction
 * then joins the open one, and its abort takes both.
 *
 * <p>Any exception of the producer, of whatever type, ends it: a fenced producer may report a type
 * that looks recoverable, and whoever obeys that fences the rightful owner. Owned by one thread
 * after the other.
 */
final class Transactions {
  /** Compacted topics take no record without a key. */
  static final byte[] TOUCH_KEY = Records.utf8("_touch");

  /** Without anything new, about 5 s. */
  private static final int IDLE_POLLS = 50;

  /** About a minute: four times as long as a transaction of others lives. */
  private static final int TOUCHES = 12;

  private final Producer<byte[], byte[]> producer;
  private final CommittedReader reader;
  private final TopicPartition exclusive;
  private final CrashPoints points;
  private final CheckedTime clock;

  /**
   * @param producer not initialized yet
   * @param exclusive nobody else may write there
   */
  Transactions(
      Producer<byte[], byte[]> producer,
      CommittedReader reader,
      TopicPartition exclusive,
      CrashPoints points,
      CheckedTime clock) {
    this.points = points;
    this.clock = clock;
    this.producer = producer;
    this.exclusive = exclusive;
    this.reader = reader;
  }

  /** No older session of the lane can commit any more. */
  void fence() {
    producer.initTransactions();
    points.reach(CrashPoint.FENCED);
  }

  /** What is done between the steps of a commit. */
  interface Steps {
    /** All is sent, nothing is committed. */
    void uncommitted();

    /** The commit is acknowledged, and not seen. */
    void unseen();
  }

  /**
   * Returns when the reader has been handed the records.
   *
   * @param partition where all of them go; the reader follows it
   * @throws JournalFailed when it is unknown whether they are there
   */
  void commit(TopicPartition partition, List<ProducerRecord<byte[], byte[]>> records, Steps steps)
      throws JournalFailed {
    try {
      List<Future<RecordMetadata>> stored = new ArrayList<>();
      CheckedTime.Sent sent = clock.sent();
      producer.beginTransaction();
      records.forEach(record -> stored.add(producer.send(record)));
      steps.uncommitted();
      producer.commitTransaction();
      steps.unseen();
      Set<Long> offsets = new HashSet<>();
      for (Future<RecordMetadata> one : stored) {
        offsets.add(one.get().offset());
        String wrong = difference(partition, sent, one.get());
        if (!wrong.isEmpty()) {
          throw new JournalFailed(wrong, null);
        }
      }
      awaitSeen(partition, offsets);
    } catch (KafkaException | ExecutionException e) {
      throw new JournalFailed("the transaction failed, its result is unknown: " + e, e);
    } catch (InterruptedException e) {
      throw new JournalFailed("interrupted in a transaction, its result is unknown", e);
    }
  }

  /** Only the ledger's times are the broker's; those of outcomes are this process's own. */
  private String difference(TopicPartition of, CheckedTime.Sent sent, RecordMetadata stored) {
    return of.equals(exclusive)
        ? clock.stored(sent, Instant.ofEpochMilli(stored.timestamp())).orElse("")
        : "";
  }

  private void awaitSeen(TopicPartition partition, Set<Long> offsets) throws JournalFailed {
    long before = reader.position(partition);
    long last = offsets.stream().mapToLong(offset -> offset).max().orElseThrow();
    if (offsets.stream().anyMatch(offset -> offset < before)) {
      throw new JournalFailed(
          "a record was stored at an offset of %s below %d: the topic was recreated"
              .formatted(partition, before),
          null);
    }
    for (int polls = 0; !offsets.isEmpty(); polls++) {
      if (polls == IDLE_POLLS || reader.position(partition) > last) {
        throw new JournalFailed(
            "the commit of offset %d of %s was acknowledged, but a reader of what is committed stands at %d and was not handed it"
                .formatted(last, partition, reader.position(partition)),
            null);
      }
      for (var record : reader.poll()) {
        TopicPartition at = new TopicPartition(record.topic(), record.partition());
        boolean own = at.equals(partition) && offsets.remove(record.offset());
        if (!own && at.equals(exclusive)) {
          throw new JournalFailed(foreign(record.offset()), null);
        }
      }
    }
  }

  /**
   * Makes the partition this session's: after it, nothing older can be appended or become visible
   * there. It ends whatever a former session left open, whose end may have been skipped, by joining
   * and aborting it; that is always right, for nobody acted on what was not seen. Then all that is
   * committed below is read.
   *
   * @param reading is given it; the reader follows the partition from where it is wanted
   * @return when it was touched, by the broker's clock
   * @throws ContractBroken when something stays open that is not this lane's
   */
  Instant touch(TopicPartition partition, PartitionReader.Reader reading) throws ContractBroken {
    RecordMetadata first = touch(partition);
    long touch = first.offset();
    int touches = 1;
    int idle = 0;
    for (long before = -1, at = reader.position(partition);
        at <= touch;
        before = at, at = reader.position(partition)) {
      idle = at == before ? idle + 1 : 0;
      if (idle == IDLE_POLLS) {
        if (touches == TOUCHES) {
          throw PartitionReader.hanging(partition, at);
        }
        touch = touch(partition).offset(); // The end of the last one may have been skipped, too.
        touches++;
        idle = 0;
      }
      reading.at(at, touch);
      for (var record : reader.poll()) {
        TopicPartition of = new TopicPartition(record.topic(), record.partition());
        if (of.equals(partition)) {
          reading.take(record);
        } else if (of.equals(exclusive)) {
          throw new ContractBroken(foreign(record.offset()));
        }
      }
    }
    return Instant.ofEpochMilli(first.timestamp());
  }

  private String foreign(long offset) {
    return "the record at offset %d of %s is somebody else's; only a lane may write there: find the writer"
        .formatted(offset, exclusive);
  }

  /** An aborted record. */
  private RecordMetadata touch(TopicPartition partition) throws ContractBroken {
    try {
      CheckedTime.Sent sent = clock.sent();
      producer.beginTransaction();
      Future<RecordMetadata> stored =
          producer.send(
              new ProducerRecord<>(
                  partition.topic(), partition.partition(), TOUCH_KEY, new byte[0]));
      producer.flush();
      RecordMetadata touched = stored.get();
      points.reach(CrashPoint.TOUCHED);
      producer.abortTransaction();
      String wrong = difference(partition, sent, touched);
      if (!wrong.isEmpty()) {
        throw new ContractBroken(wrong);
      }
      return touched;
    } catch (ExecutionException e) {
      throw new KafkaException("partition " + partition + " could not be touched", e.getCause());
    } catch (InterruptedException e) {
      throw new KafkaException("interrupted in a transaction", e);
    }
  }
}
