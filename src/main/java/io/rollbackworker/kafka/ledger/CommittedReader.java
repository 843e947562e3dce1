package io.rollbackworker.kafka.ledger;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads what is committed of a session's own partitions. What it hands out cannot be taken back:
 * data and end are on every in-sync replica, and a later abort covers only what was appended behind
 * that end. May be used by one thread after the other, and closed from any.
 */
final class CommittedReader {
  /** So long one poll waits when there is nothing. */
  private static final Duration POLL = Duration.ofMillis(100);

  private final Consumer<byte[], byte[]> consumer;

  private enum Use {
    FREE,
    USED,
    /** Used, and to be closed by who uses it. */
    CLOSING,
    CLOSED;

    Use closing() {
      return this == USED ? CLOSING : this;
    }
  }

  private final AtomicReference<Use> use = new AtomicReference<>(Use.FREE);
  private final Set<TopicPartition> followed = new HashSet<>();

  CommittedReader(Consumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  void followFromBeginning(TopicPartition partition) {
    use(
        () -> {
          assign(partition);
          consumer.seekToBeginning(List.of(partition));
          return partition;
        });
  }

  void follow(TopicPartition partition, long offset) {
    use(
        () -> {
          assign(partition);
          consumer.seek(partition, offset);
          return partition;
        });
  }

  private void assign(TopicPartition partition) {
    followed.add(partition);
    consumer.assign(followed);
  }

  /** Below it everything was handed out, or will never be. */
  long position(TopicPartition partition) {
    return use(() -> consumer.position(partition));
  }

  /** What has come of all that it follows; waits a moment. */
  List<ConsumerRecord<byte[], byte[]>> poll() {
    return use(() -> StreamSupport.stream(consumer.poll(POLL).spliterator(), false).toList());
  }

  private <T> T use(Supplier<T> work) {
    if (!use.compareAndSet(Use.FREE, Use.USED)) {
      throw new KafkaException("the reader is closed");
    }
    try {
      return work.get();
    } finally {
      if (!use.compareAndSet(Use.USED, Use.FREE)) {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
      }
    }
  }

  /**
   * Waits for nobody: who uses it now closes it afterwards, soon.
   *
   * @param atMost zero: from the poll thread, which must not wait for a broker that says nothing
   */
  void close(Duration atMost) {
    Use before = use.getAndUpdate(now -> now == Use.FREE ? Use.CLOSED : now.closing());
    if (before == Use.FREE) {
      consumer.close(CloseOptions.timeout(atMost));
    } else if (before == Use.USED) {
      consumer.wakeup();
    }
  }
}
