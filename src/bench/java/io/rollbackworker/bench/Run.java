package io.rollbackworker.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One arm, once, under one workload: in processes of their own. */
final class Run {
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

  private final Children.Child broker;
  private final Path logs;

  /**
   * @param broker used by all runs
   */
  Run(Children.Child broker, Path logs) {
    this.broker = broker;
    this.logs = logs;
  }

  /** What there is at one moment. */
  private record Sample(long nanos, int answered, double worker, double broker, double api) {}

  Measured measure(Arm arm, Workload workload, String id) throws Exception {
    Topics topics = Topics.make(broker.said(), id, workload.partitions());
    topics.publish(workload.backlog());
    try (Children children = new Children(logs.resolve(id));
        Observer observer = new Observer(topics, workload.partitions())) {
      Children.Child api = startApi(children, workload);
      String endpoint = endpoint(api);
      long started = System.nanoTime();
      Children.Child worker = arm.start(children, topics, endpoint, workload);
      while (observer.look() == 0) {
        require(worker.process().isAlive(), arm + " ended: see " + logs.resolve(id));
        require(System.nanoTime() - started < PATIENCE_NANOS, arm + " does not begin");
      }
      long first = System.nanoTime();
      observer.lookUntil(first + workload.warmUp().toNanos());
      ApiFigures before = ApiFigures.of(endpoint);
      Sample from = sample(observer, worker, api);
      observer.lookUntil(from.nanos + workload.measured().toNanos());
      Sample to = sample(observer, worker, api);
      ApiFigures after = ApiFigures.of(endpoint);
      require(to.answered < workload.backlog(), arm + " had nothing left to do");
      require(to.answered > from.answered, arm + " stands still: see " + logs.resolve(id));
      double commands = to.answered - from.answered;
      double perSecond = commands / seconds(to.nanos - from.nanos);
      return new Measured(
          workload.name(),
          arm.name,
          perSecond,
          perSecond / workload.limitPerSecond(),
          micros(to.worker - from.worker, commands),
          micros(to.broker - from.broker, commands),
          micros(to.api - from.api, commands),
          (after.reads() + after.rollbacks() - before.reads() - before.rollbacks()) / commands,
          after.mostInFlight(),
          worker.mostMemoryMib(),
          seconds(first - started));
    }
  }

  static Children.Child startApi(Children children, Workload workload) throws IOException {
    return children.awaited(
        ApiStub.class,
        List.of("-Xmx512m", "-XX:+UseSerialGC"),
        "%s~%s".formatted(workload.latency().medianMillis(), workload.latency().sigma()));
  }

  static String endpoint(Children.Child api) {
    return "http://127.0.0.1:" + api.said();
  }

  private Sample sample(Observer observer, Children.Child worker, Children.Child api) {
    return new Sample(
        System.nanoTime(),
        observer.look(),
        worker.cpuSeconds(),
        broker.cpuSeconds(),
        api.cpuSeconds());
  }

  private static double seconds(long nanos) {
    return nanos / (double) TimeUnit.SECONDS.toNanos(1);
  }

  private static double micros(double seconds, double commands) {
    return seconds * TimeUnit.SECONDS.toMicros(1) / commands;
  }

  private static void require(boolean holds, String why) throws IOException {
    if (!holds) {
      throw new IOException(why);
    }
  }
}
