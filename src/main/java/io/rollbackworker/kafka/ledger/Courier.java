package io.rollbackworker.kafka.ledger;

import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.lane.Journal.JournalFailed;
import io.rollbackworker.ledger.Posting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/**
 * Carries forwards and dead letters, outside of any transaction: a second one does no harm, and a
 * partition that others read and write must not wait for the end of a lane's transaction. One for
 * all lanes of a worker. Thread-safe.
 */
public final class Courier implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final KafkaSettings settings;
  private final Producer<byte[], byte[]> producer;

  /**
   * @param producer idempotent, outside of transactions
   */
  public Courier(KafkaSettings settings, Producer<byte[], byte[]> producer) {
    this.settings = settings;
    this.producer = producer;
  }

  /** Over the network. */
  public static Courier of(KafkaSettings settings) {
    Map<String, Object> properties = new ClientProperties(settings).publisher();
    properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, "courier");
    return new Courier(settings, new KafkaProducer<>(properties));
  }

  /**
   * Returns when all are on every in-sync replica.
   *
   * @throws JournalFailed when it is unknown whether they are
   */
  void send(List<Posting> postings) throws JournalFailed {
    try {
      List<Future<RecordMetadata>> stored = new ArrayList<>();
      for (Posting posting : postings) {
        stored.add(producer.send(Teller.record(topic(posting.to()), posting)));
      }
      for (Future<RecordMetadata> one : stored) {
        one.get();
      }
    } catch (KafkaException | ExecutionException e) {
      throw new JournalFailed("a forward or dead letter may not have arrived: " + e, e);
    } catch (InterruptedException e) {
      throw new JournalFailed("interrupted while forwarding", e);
    }
  }

  private String topic(Posting.Topic to) {
    return switch (to) {
      case COMMANDS -> settings.commandsTopic();
      case DEAD_LETTERS -> settings.deadLettersTopic();
      case OUTCOMES -> throw new IllegalArgumentException("outcomes are told, not carried");
    };
  }

  @Override
  public void close() {
    producer.close(CLOSE_TIMEOUT);
  }
}
