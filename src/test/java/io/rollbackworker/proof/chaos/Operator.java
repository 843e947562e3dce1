package io.rollbackworker.proof.chaos;

import io.rollbackworker.audit.CloudRequest;
import io.rollbackworker.audit.History;
import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.client.HistoryReader;
import io.rollbackworker.kafka.control.Orders;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A person who now and then looks at what is in doubt for long, finds out by the cloud's log what
 * became of it, and says so.
 */
final class Operator implements AutoCloseable {
  private final KafkaSettings kafka;
  private final Cloud cloud;
  private final HistoryReader history;
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread thread;

  /**
   * @param interval between two looks
   * @param patience nothing can be under way any more for a doubt that is older
   */
  Operator(KafkaSettings kafka, Cloud cloud, Duration interval, Duration patience) {
    this.kafka = kafka;
    this.cloud = cloud;
    this.history = new HistoryReader(kafka, new CommandDecoder(65_536), Time.system());
    this.thread =
        Thread.ofPlatform()
            .name("operator")
            .start(
                () -> {
                  while (!isOver(interval)) {
                    lookAtDoubtsBefore(Instant.now().minus(patience));
                  }
                });
  }

  private boolean isOver(Duration interval) {
    try {
      return end.await(interval.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the operator", e);
    }
  }

  private void lookAtDoubtsBefore(Instant time) {
    try {
      resolveBefore(time);
    } catch (Exception e) {
      // Brokers are killed and frozen around here; the next look finds the same.
    }
  }

  /** What the fleet's topics tell now. */
  History look() throws Exception {
    return history.read(Instant.MIN, () -> Optional.of(cloud.requests()));
  }

  /** Says what became of every request that was already in doubt at that time. */
  void resolveBefore(Instant time) throws Exception {
    List<Run> doubts =
        runs(look(), RunState.InDoubt.class).stream()
            .filter(run -> run.answer().time().isBefore(time))
            .toList();
    Set<String> taken =
        cloud.requests().stream()
            .filter(r -> r.fate() == CloudRequest.Fate.TAKEN)
            .map(r -> String.valueOf(r.permit()))
            .collect(Collectors.toSet());
    try (Orders orders = new Orders(kafka)) {
      for (Run run : doubts) {
        PermitId permit = run.attempt().permit().id();
        var says = taken.contains(permit.value()) ? Evidence.Says.TAKEN : Evidence.Says.NOT_TAKEN;
        Evidence evidence =
            new Evidence(
                run.snapshotId(),
                run.commandId(),
                permit,
                says,
                Evidence.By.OPERATOR,
                null,
                "chaos",
                "looked at the cloud's log",
                Instant.now());
        orders.say(evidence);
      }
    }
  }

  /** All runs in such a state, of all snapshots. */
  static List<Run> runs(History history, Class<? extends RunState> state) {
    List<Run> runs = new ArrayList<>();
    for (var slice : history.ledger().values()) {
      slice.forEach(
          (id, entry) ->
              entry.runs().stream().filter(r -> state.isInstance(r.state())).forEach(runs::add));
    }
    return runs;
  }

  @Override
  public void close() {
    end.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the test", e);
    }
    history.close();
  }
}
