package io.rollbackworker.kafka.control;

import io.rollbackworker.command.ProjectId;
import io.rollbackworker.disk.Freezes;
import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.evidence.EvidenceRecords;
import io.rollbackworker.freeze.FreezeState;
import io.rollbackworker.kafka.ClientMeters;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what operators say on the control topic: freezes, and what became of doubts. Until it has
 * read all of it, and when it could not do so for a while, everything counts as frozen: a worker
 * that cannot hear an order must not act. Thread-safe.
 */
public final class ControlListener implements Freezes {
  private static final Logger LOG = LoggerFactory.getLogger(ControlListener.class);

  /** What was heard counts for so long. */
  private static final Duration VALID = Duration.ofSeconds(15);

  private final String topic;
  private final Follower follower;
  private final EvidenceRecords evidence;

  private final CompletableFuture<?> firstHeard = new CompletableFuture<>();

  /** Written by the follower, read by all. */
  private volatile FreezeState state = FreezeState.NONE;

  /**
   * @param evidence hears operators' words on doubts
   */
  public ControlListener(
      KafkaSettings settings, ClientMeters clientMeters, Time time, EvidenceRecords evidence) {
    this.topic = settings.controlTopic();
    this.evidence = evidence;
    this.follower = new Follower("control", topic, settings, clientMeters, time, new Heard());
  }

  public void start() {
    follower.start();
  }

  @Override
  public Optional<OutcomeError> of(ProjectId project) {
    if (!hears()) {
      String how = follower.silence().map(s -> "for " + s.toSeconds() + " s").orElse("yet");
      return Optional.of(
          FreezeState.error(project, "are held: topic " + topic + " was not readable " + how));
    }
    return state.of(project);
  }

  @Override
  public CompletableFuture<?> firstHeard() {
    return firstHeard;
  }

  /** Whether orders can be heard: the topic was read to its end lately. */
  public boolean hears() {
    return follower.silence().filter(silence -> silence.compareTo(VALID) <= 0).isPresent();
  }

  /** What is read, by the follower's thread. */
  private final class Heard implements Follower.Reader {
    @Override
    public void take(ConsumerRecord<byte[], byte[]> record) {
      if (EvidenceRecords.isWord(record.key())) {
        evidence.takeOperators(record.key(), record.value()).ifPresent(LOG::warn);
        return;
      }
      FreezeState before = state;
      state = before.with(record.key(), record.value());
      if (follower.silence().isPresent() && !state.equals(before)) {
        LOG.atWarn().addKeyValue("frozen", state.reasons()).log("freezes have changed");
      }
    }

    @Override
    public void startOver() {
      state = state.recreated();
      if (!state.equals(FreezeState.NONE)) {
        LOG.atWarn().addKeyValue("frozen", state.reasons()).log("the control topic was made anew");
      }
      evidence.startOver(Evidence.By.OPERATOR);
    }

    @Override
    public void known() {
      LOG.atInfo().addKeyValue("frozen", state.reasons()).log("freezes are known");
      firstHeard.complete(null);
    }
  }

  /** Stops following; what is asked afterwards counts as frozen soon. */
  public void close() throws InterruptedException {
    follower.close();
  }
}
