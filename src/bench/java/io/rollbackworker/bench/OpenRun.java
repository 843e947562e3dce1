package io.rollbackworker.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;

/** Commands come at their time, whatever became of those before. */
final class OpenRun {
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Children.Child broker;
  private final Path logs;

  OpenRun(Children.Child broker, Path logs) {
    this.broker = broker;
    this.logs = logs;
  }

  Opened measure(
      Arm arm, Workload workload, int perSecond, Duration warmUp, Duration measured, String id)
      throws Exception {
    int first = Math.toIntExact(perSecond * warmUp.toSeconds());
    int commands = first + Math.toIntExact(perSecond * measured.toSeconds());
    Topics topics = Topics.make(broker.said(), id, workload.partitions());
    try (Children children = new Children(logs.resolve(id));
        Observer observer = new Observer(topics, workload.partitions());
        KafkaProducer<String, String> producer = topics.producer(0);
        Commits commits = Commits.start(topics, id)) {
      Api api = Api.start(children, workload, logs.resolve(id));
      long started = System.nanoTime();
      var _ = arm.start(children, topics, api, workload);
      topics.publish(producer, commands); // One more, to see that it has begun.
      while (observer.look() == 0) {
        require(System.nanoTime() - started < PATIENCE.toNanos(), arm + " is mute");
      }
      long start = System.nanoTime();
      CompletableFuture<Void> publishing =
          CompletableFuture.runAsync(
              () -> publish(topics, producer, start, perSecond, commands),
              Thread.ofPlatform().name("publisher")::start);
      long end = start + commands * SECOND_NANOS / perSecond + PATIENCE.toNanos();
      while (observer.look() <= commands && System.nanoTime() - end < 0) {
        require(!publishing.isCompletedExceptionally(), "publishing failed");
      }
      double[] own = new double[commands - first];
      double callsMillis = Workload.CALLS_OF_A_COMMAND * workload.latency().medianMillis();
      for (int i = first; i < commands; i++) {
        Observer.Answer answer = observer.answered().get(Topics.snapshot(i));
        if (answer == null) {
          throw new IllegalStateException("command " + i + " of " + arm + " has no answer");
        }
        long took = answer.firstNanos() - start - i * SECOND_NANOS / perSecond;
        own[i - first] = took / 1e6 - callsMillis;
      }
      Arrays.sort(own);
      return new Opened(
          arm.name,
          perSecond,
          own.length,
          quantile(own, 0.5),
          quantile(own, 0.9),
          quantile(own, 0.99),
          quantile(own, 0.999),
          commits.medianMillis());
    }
  }

  private static void publish(
      Topics topics,
      KafkaProducer<String, String> producer,
      long start,
      int perSecond,
      int commands) {
    for (int i = 0; i < commands; i++) {
      long wait = start + i * SECOND_NANOS / perSecond - System.nanoTime();
      if (wait > 0) {
        LockSupport.parkNanos(wait);
      }
      topics.publish(producer, i);
    }
  }

  private static double quantile(double[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1.0, Math.floor(share * sorted.length))];
  }

  private static void require(boolean holds, String why) {
    if (!holds) {
      throw new IllegalStateException(why);
    }
  }
}
