package io.rollbackworker.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** One worker's way to the brokers. */
final class Network {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Stage stage;
  private final Stage.Host host;
  private long cutUntil;
  private long staleUntil;
  private final Map<TopicPartition, Long> formerEnds = new HashMap<>();

  /** How far the process's wall clock is from the true time. */
  Supplier<Duration> skew = () -> Duration.ZERO;

  /** So many of the next questions are lost; some arrive late. */
  int questionsToLose;

  /** So many of the next answers are lost. */
  int answersToLose;

  Network(Stage stage, Stage.Host host) {
    this.stage = stage;
    this.host = host;
  }

  /** By the process's wall clock. */
  Instant ownTime() {
    return stage.now().plus(skew.get());
  }

  void cut(Duration duration) {
    cutUntil = stage.nanos() + duration.toNanos();
  }

  /** What is read comes from former leaders for a while, which know nothing newer. */
  void readFromFormerLeaders(Duration duration, List<SimLog> logs) {
    staleUntil = stage.nanos() + duration.toNanos();
    formerEnds.clear();
    logs.forEach(log -> formerEnds.put(log.partition, log.end()));
  }

  /** Nothing at or behind it can be read. */
  long readableEnd(TopicPartition partition) {
    return stage.nanos() < staleUntil ? formerEnds.getOrDefault(partition, 0L) : Long.MAX_VALUE;
  }

  void heal() {
    cutUntil = 0;
    staleUntil = 0;
    questionsToLose = 0;
    answersToLose = 0;
  }

  boolean isCut() {
    return stage.nanos() < cutUntil;
  }

  /** Whatever happens, the broker's part of it is one step of its own. */
  void call(String what, Runnable effect) {
    stage.turn();
    if (isCut() || (questionsToLose > 0 && questionsToLose-- > 0)) {
      if (stage.chance.nextBoolean()) { // It was only held up, and arrives when nobody waits.
        stage.start(Stage.Host.NOBODY, "late " + what, () -> late(effect));
      }
      stage.pause(TIMEOUT);
      throw new TimeoutException(what + ": no answer");
    }
    effect.run();
    stage.turn();
    if (answersToLose > 0 && answersToLose-- > 0) {
      stage.pause(TIMEOUT);
      throw new TimeoutException(what + ": the answer was lost");
    }
  }

  private void late(Runnable effect) {
    stage.pause(Duration.ofMillis(stage.chance.nextInt(20_000)));
    try {
      effect.run();
    } catch (RuntimeException e) {
      // Nobody is told.
    }
  }

  Stage.Host host() {
    return host;
  }
}
