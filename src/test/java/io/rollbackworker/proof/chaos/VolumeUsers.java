package io.rollbackworker.proof.chaos;

import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.client.OutcomeReader;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeCodec;
import io.rollbackworker.outcome.Result;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Those who wait for a rollback to be completed and then write to the volume. What they have
 * written after the last completed rollback must be there at the end: a second effect would have
 * destroyed it.
 */
final class VolumeUsers implements AutoCloseable {
  private final OutcomeCodec codec = new OutcomeCodec();
  private final Cloud cloud;
  private final OutcomeReader reader;
  private final Map<String, Written> bySnapshot = new LinkedHashMap<>();
  private final List<String> snapshots = new ArrayList<>();
  private volatile boolean stopping;
  private volatile long used; // written by one thread
  private volatile RuntimeException failure;
  private final Thread thread = Thread.ofPlatform().name("volume-users").unstarted(this::run);

  /** What was written after a command's rollback was completed. */
  record Written(String snapshotId, String commandId, String volumeId, String content) {}

  VolumeUsers(KafkaSettings kafka, Cloud cloud) {
    this.cloud = cloud;
    this.reader = OutcomeReader.fromBeginning(kafka, kafka.outcomesTopic());
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!stopping) {
        for (OutcomeReader.Event event : reader.poll(Duration.ofMillis(200))) {
          Outcome outcome = codec.decode(event.value().getBytes(StandardCharsets.UTF_8));
          if (isUse(outcome)) {
            use(outcome);
            used++;
          }
        }
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  /** Whether somebody writes to the volume after this event: its rollback is over. */
  static boolean isUse(Outcome outcome) {
    return (outcome.result() instanceof Result.Completed
            || outcome.result() instanceof Result.Ended)
        && outcome.duplicateOf() == null;
  }

  /** How many such events were seen. */
  long used() {
    if (failure != null) {
      throw failure;
    }
    return used;
  }

  private void use(Outcome outcome) {
    String command = outcome.subject().commandId().value();
    Written written =
        new Written(
            outcome.subject().snapshotId().value(),
            command,
            outcome.subject().volumeId().value(),
            "written after " + command + " at " + outcome.record().offset());
    try {
      cloud.write(written.volumeId, written.content);
    } catch (Exception e) {
      throw new IllegalStateException("the simulator does not take a write", e);
    }
    synchronized (this) {
      // A disk of the mass rollback is nobody else's.
      if (bySnapshot.put(written.snapshotId, written) == null
          && !command.startsWith(MassRollback.NAME + "/")) {
        snapshots.add(written.snapshotId);
      }
    }
  }

  /** A command whose rollback is completed, for somebody who wants it once more. */
  synchronized Optional<Written> anyCompleted(RandomGenerator random) {
    return snapshots.isEmpty()
        ? Optional.empty()
        : Optional.of(bySnapshot.get(snapshots.get(random.nextInt(snapshots.size()))));
  }

  /** Everything that was written after the last completed rollback of its snapshot. */
  synchronized List<Written> written() {
    return List.copyOf(bySnapshot.values());
  }

  @Override
  public void close() {
    stopping = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the test", e);
    }
    reader.close();
  }
}
