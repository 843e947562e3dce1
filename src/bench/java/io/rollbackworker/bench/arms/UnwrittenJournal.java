package io.rollbackworker.bench.arms;

import io.rollbackworker.kafka.Records;
import io.rollbackworker.lane.Journal;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.ledger.Outbox;
import io.rollbackworker.ledger.Posting;
import io.rollbackworker.time.CheckedTime;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Decides without writing, and tells without waiting: what a crash forgets is gone. */
record UnwrittenJournal(Producer<byte[], byte[]> producer, String outcomesTopic, CheckedTime time)
    implements Journal {

  @Override
  public void decide(List<LedgerRecord> records) {
    var _ = time.stored(time.sent(), Instant.now());
  }

  @Override
  public long outcomesEnd() {
    return 0;
  }

  @Override
  public void tell(Outbox outbox) {
    for (Posting posting : outbox.outcomes()) {
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(
              outcomesTopic,
              posting.partition(),
              Posting.bytes(posting.key()),
              Posting.bytes(posting.value()));
      Records.addAll(record.headers(), posting.headers());
      var _ = producer.send(record);
    }
  }

  @Override
  public void close() {}

  @Override
  public void abandon() {}
}
