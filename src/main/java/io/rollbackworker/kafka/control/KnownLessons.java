package io.rollbackworker.kafka.control;

import io.rollbackworker.inference.Calibration;
import io.rollbackworker.inference.CalibrationCodec;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.ledger.PartitionReader;

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
    PartitionReader.readAll(
        settings,
        settings.evidenceTopic(),
        record -> {
          if (CalibrationCodec.isLesson(record.key())) {
            var _ = codec.take(record.key(), record.value()); // Workers complain.
          }
        });
    calibration.known();
    return calibration;
  }
}
