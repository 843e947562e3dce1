package io.rollbackworker.kafka;

import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.rollbackworker.lane.Journal;
import io.rollbackworker.lane.Write;
import java.util.List;

/**
 * A journal whose producer's metrics are shown until it ends.
 *
 * @param metrics of the journal's producer
 */
record MeasuredJournal(Journal journal, KafkaClientMetrics metrics) implements Journal {
  @Override
  public void commit(List<Write> writes) throws JournalFailed {
    journal.commit(writes);
  }

  @Override
  public void close() {
    metrics.close();
    journal.close();
  }

  @Override
  public void abandon() {
    metrics.close();
    journal.abandon();
  }
}
