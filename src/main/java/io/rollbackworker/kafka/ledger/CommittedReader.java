package io.rollbackworker.kafka.ledger;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
  private final Set<TopicPartition> followed = new HashSet<>();

  CommittedReader(Consumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  synchronized void followFromBeginning(TopicPartition partition) {
    assign(partition);
    consumer.seekToBeginning(List.of(partition));
  }

  synchronized void follow(TopicPartition partition, long offset) {
    assign(partition);
    consumer.seek(partition, offset);
  }

  private void assign(TopicPartition partition) {
    followed.add(partition);
    consumer.assign(followed);
  }

  /** Below it everything was handed out, or will never be. */
  synchronized long position(TopicPartition partition) {
    return consumer.position(partition);
  }

  /** What has come of all that it follows; waits a moment. */
  synchronized List<ConsumerRecord<byte[], byte[]>> poll() {
    return StreamSupport.stream(consumer.poll(POLL).spliterator(), false).toList();
  }

  /**
   * @param atMost zero: from the poll thread, which must not wait for a broker that says nothing
   */
  void close(Duration atMost) {
    consumer.wakeup(); // A poll that is under way ends its thread's work.
    synchronized (this) {
      consumer.close(CloseOptions.timeout(atMost));
    }
  }
}
