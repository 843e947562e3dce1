package io.rollbackworker.kafka.control;

import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.evidence.EvidenceRecords;
import io.rollbackworker.inference.CalibrationCodec;
import io.rollbackworker.kafka.ClientMeters;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.time.Time;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what other workers know about permits of theirs after they lost their lanes, and what they
 * learned of {@code updated_at}. A worker that hears nothing answers later, not otherwise.
 */
public final class EvidenceListener {
  private static final Logger LOG = LoggerFactory.getLogger(EvidenceListener.class);

  private final Follower follower;

  public EvidenceListener(
      KafkaSettings settings,
      ClientMeters clientMeters,
      Time time,
      EvidenceRecords evidence,
      CalibrationCodec lessons) {
    this.follower =
        new Follower(
            "evidence",
            settings.evidenceTopic(),
            settings,
            clientMeters,
            time,
            new Witnesses(evidence, lessons));
  }

  public void start() {
    follower.start();
  }

  /** What is read, by the follower's thread. */
  private record Witnesses(EvidenceRecords evidence, CalibrationCodec lessons)
      implements Follower.Reader {
    @Override
    public void take(ConsumerRecord<byte[], byte[]> record) {
      (CalibrationCodec.isLesson(record.key())
              ? lessons.take(record.key(), record.value())
              : evidence.takeWorkers(record.key(), record.value()))
          .ifPresent(LOG::warn);
    }

    @Override
    public void startOver() {
      evidence.startOver(Evidence.By.WORKER);
      lessons.startOver();
    }

    @Override
    public void known() {
      lessons.known();
      LOG.info("evidence is known");
    }
  }

  public void close() throws InterruptedException {
    follower.close();
  }
}
