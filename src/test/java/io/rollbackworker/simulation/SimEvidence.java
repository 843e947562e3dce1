package io.rollbackworker.simulation;

import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.evidence.EvidenceBook;
import io.rollbackworker.evidence.EvidenceCodec;
import io.rollbackworker.evidence.EvidenceRecords;
import io.rollbackworker.evidence.PermitKey.Signature;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.Records;
import io.rollbackworker.rollback.EvidencePublisher;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** How a worker hears evidence, and gives its own: as followers and producer do over Kafka. */
final class SimEvidence implements EvidencePublisher {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration AFTER_ERROR = Duration.ofSeconds(1);

  final EvidenceBook book = new EvidenceBook();
  private final EvidenceRecords records = new EvidenceRecords(book);
  private final SimWorker worker;
  private final Stage stage;
  private final SimBroker broker;
  private final TopicPartition workers;
  private final TopicPartition operators;

  SimEvidence(SimWorker worker, Stage stage, SimBroker broker, KafkaSettings kafka) {
    this.worker = worker;
    this.stage = stage;
    this.broker = broker;
    this.workers = new TopicPartition(kafka.evidenceTopic(), 0);
    this.operators = new TopicPartition(kafka.controlTopic(), 0);
  }

  void start() {
    stage.start(worker, worker.name + " hears", this::hear);
  }

  private void hear() {
    try (SimConsumer consumer = new SimConsumer(broker, worker.network)) {
      consumer.assign(List.of(workers, operators));
      while (true) {
        var heard = consumer.poll(POLL);
        heard.records(workers).forEach(r -> note(records.takeWorkers(r.key(), r.value())));
        heard.records(operators).forEach(r -> note(records.takeOperators(r.key(), r.value())));
      }
    }
  }

  private void note(Optional<String> problem) {
    problem.ifPresent(stage::tell);
  }

  @Override
  public void publish(Evidence evidence, Signature signature) {
    stage.start(
        worker,
        worker.name + " evidence",
        () -> {
          boolean sent = false;
          while (!sent) {
            sent = tryPublish(evidence, signature);
          }
        });
  }

  private boolean tryPublish(Evidence evidence, Signature signature) {
    byte[] key = Records.utf8(evidence.permit().value());
    byte[] value = EvidenceCodec.encode(evidence, signature);
    try {
      worker.network.call(
          "evidence", () -> broker.publish(workers, key, value, new RecordHeaders()));
      return true;
    } catch (KafkaException e) {
      stage.pause(AFTER_ERROR);
      return false;
    }
  }
}
