package io.rollbackworker.kafka;

import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.rollbackworker.lane.Journal;
import io.rollbackworker.lane.Write;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A journal whose producer's metrics are shown until it ends. */
final class MeasuredJournal implements Journal {
  private final Journal journal;
  private final KafkaClientMetrics metrics;

  /** It may be ended twice, by the poll thread and by the lane's own. */
  private final AtomicBoolean ended = new AtomicBoolean();

  /**
   * @param metrics of the journal's producer
   */
  MeasuredJournal(Journal journal, KafkaClientMetrics metrics) {
    this.journal = journal;
    this.metrics = metrics;
  }

  @Override
  public void commit(List<Write> writes) throws JournalFailed {
    journal.commit(writes);
  }

  @Override
  public void close() {
    hideMetrics();
    journal.close();
  }

  @Override
  public void abandon() {
    hideMetrics();
    journal.abandon();
  }

  /** Once: the next session's metrics have the same names. */
  private void hideMetrics() {
    if (ended.compareAndSet(false, true)) {
      metrics.close();
    }
  }
}
