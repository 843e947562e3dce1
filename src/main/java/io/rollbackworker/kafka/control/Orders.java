package io.rollbackworker.kafka.control;

import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.evidence.EvidenceBook;
import io.rollbackworker.evidence.EvidenceCodec;
import io.rollbackworker.evidence.EvidenceRecords;
import io.rollbackworker.freeze.Freeze;
import io.rollbackworker.freeze.FreezeCodec;
import io.rollbackworker.freeze.FreezeState;
import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.Records;
import io.rollbackworker.kafka.ledger.PartitionReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Says on the control topic what {@link ControlListener} hears. */
public final class Orders implements AutoCloseable {
  private final KafkaSettings settings;
  private final ClientProperties properties;
  private final KafkaProducer<byte[], byte[]> producer;

  public Orders(KafkaSettings settings) {
    this.settings = settings;
    this.properties = new ClientProperties(settings);
    this.producer = new KafkaProducer<>(properties.publisher());
  }

  /** Returns when the order is stored. */
  public void freeze(Freeze freeze) throws InterruptedException {
    write(freeze.key(), FreezeCodec.encode(freeze));
  }

  /**
   * Takes a freeze back; others stay.
   *
   * @param key as {@link #all} names it: a project, * for all, or whatever else somebody wrote
   */
  public void thaw(String key) throws InterruptedException {
    write(key, null);
  }

  /** An operator's word; returns when it is stored. */
  public void say(Evidence evidence) throws InterruptedException {
    write(EvidenceCodec.operatorsKey(evidence.permit()), EvidenceCodec.encode(evidence));
  }

  /** Takes back words that were said before this time: whoever owned the run has heard them. */
  public void forgetWordsBefore(Instant time) throws ContractBroken, InterruptedException {
    EvidenceBook book = new EvidenceBook();
    EvidenceRecords words = new EvidenceRecords(book);
    PartitionReader.readAll(
        settings,
        settings.controlTopic(),
        record -> {
          if (EvidenceRecords.isWord(record.key())) {
            var _ = words.takeOperators(record.key(), record.value());
          }
        });
    List<Evidence> old =
        book.since(0, Integer.MAX_VALUE).evidence().stream()
            .filter(word -> word.at().isBefore(time))
            .toList();
    for (Evidence word : old) {
      write(EvidenceCodec.operatorsKey(word.permit()), null);
    }
  }

  private void write(String key, byte @Nullable [] value) throws InterruptedException {
    try {
      producer
          .send(new ProducerRecord<>(settings.controlTopic(), 0, Records.utf8(key), value))
          .get();
    } catch (ExecutionException e) {
      throw new KafkaException("the order was not stored: " + e.getCause(), e);
    }
  }

  /** What is frozen now and why, by key: a project, or * for all. */
  public Map<String, String> all() throws ContractBroken {
    AtomicReference<FreezeState> state = new AtomicReference<>(FreezeState.NONE);
    PartitionReader.readAll(
        settings,
        settings.controlTopic(),
        record -> {
          if (!EvidenceRecords.isWord(record.key())) {
            state.updateAndGet(before -> before.with(record.key(), record.value()));
          }
        });
    return state.get().reasons();
  }

  @Override
  public void close() {
    producer.close();
  }
}
