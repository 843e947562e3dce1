package io.rollbackworker.kafka.control;

import io.rollbackworker.inference.Calibration;
import io.rollbackworker.inference.CalibrationCodec;
import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.Cluster;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.ledger.PartitionReader;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** What a fleet has learned of {@code updated_at} until now, for who is no worker of it. */
public final class KnownLessons {
  private KnownLessons() {}

  /**
   * @param number as configured for the workers
   * @throws ContractBroken when the evidence topic cannot be read to its end
   */
  public static Calibration read(KafkaSettings settings, int number) throws ContractBroken {
    Calibration calibration = new Calibration("reader");
    CalibrationCodec codec = new CalibrationCodec(calibration, number);
    try (Cluster cluster = new Cluster(settings)) {
      new PartitionReader(cluster, new ClientProperties(settings))
          .read(
              new TopicPartition(settings.evidenceTopic(), 0),
              new PartitionReader.Reader() {
                @Override
                public void at(long position, long end) {}

                @Override
                public void take(ConsumerRecord<byte[], byte[]> record) {
                  if (CalibrationCodec.isLesson(record.key())) {
                    var _ = codec.take(record.key(), record.value()); // Workers complain.
                  }
                }
              });
    }
    calibration.known();
    return calibration;
  }
}
