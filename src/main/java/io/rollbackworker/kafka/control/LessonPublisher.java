package io.rollbackworker.kafka.control;

import io.rollbackworker.command.ProjectId;
import io.rollbackworker.inference.Calibration;
import io.rollbackworker.inference.CalibrationCodec;
import io.rollbackworker.inference.Lessons;
import io.rollbackworker.time.Fork;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what this process learned of {@code updated_at} to the evidence topic: once a second
 * what changed, and all of it once a day, for the topic forgets. So {@code kill -9} costs the
 * lessons of a second.
 */
public final class LessonPublisher {
  private static final Logger LOG = LoggerFactory.getLogger(LessonPublisher.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration REPEATED = Duration.ofDays(1);

  private final Calibration calibration;
  private final CalibrationCodec codec;
  private final EvidenceProducer producer;
  private final Time time;
  private volatile boolean closed;

  public LessonPublisher(
      Calibration calibration, CalibrationCodec codec, EvidenceProducer producer, Time time) {
    this.calibration = calibration;
    this.codec = codec;
    this.producer = producer;
    this.time = time;
  }

  public void start(Fork fork) {
    fork.start("lessons", this::run);
  }

  private void run() {
    long repeatedNanos = time.nanos();
    try {
      while (!closed) {
        time.pause(INTERVAL);
        if (time.nanos() - repeatedNanos > REPEATED.toNanos()) {
          repeatedNanos = time.nanos();
          calibration.repeat();
        }
        publish();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The process ends.
    }
  }

  private void publish() throws InterruptedException {
    for (Map.Entry<ProjectId, Lessons> own : calibration.takeChanged().entrySet()) {
      byte[] value = CalibrationCodec.value(own.getValue());
      Optional<String> problem = producer.store(codec.key(own.getKey()), value);
      if (problem.isPresent()) {
        LOG.warn("lessons could not be published yet: {}", problem.get());
        calibration.repeat();
      }
    }
  }

  public void close() {
    closed = true;
  }
}
