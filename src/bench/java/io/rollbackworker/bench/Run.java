package io.rollbackworker.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
  private record Sample(
      long nanos, int answers, double worker, double broker, double api, long bytes, long calls) {}

  Measured measure(Arm arm, Workload workload, String id) throws Exception {
    Topics topics = Topics.make(broker.said(), id, workload.partitions());
    topics.publish(workload.backlog(), workload.keys());
    try (Children children = new Children(logs.resolve(id));
        Observer observer = new Observer(topics, workload.partitions())) {
      Api api = Api.start(children, workload, logs.resolve(id));
      long started = System.nanoTime();
      List<Children.Child> workers = new ArrayList<>();
      for (int i = 0; i < workload.workers(); i++) {
        workers.add(arm.start(children, topics, api, workload));
      }
      while (observer.look() == 0) {
        require(workers.getFirst().process().isAlive(), arm + " ended: see " + logs.resolve(id));
        require(System.nanoTime() - started < PATIENCE_NANOS, arm + " does not begin");
      }
      long first = System.nanoTime();
      try (Allocations allocations = Allocations.of(workers.getFirst())) {
        observer.lookUntil(first + workload.warmUp().toNanos());
        Sample from = sample(observer, workers, api, allocations);
        observer.lookUntil(from.nanos + workload.measured().toNanos());
        Sample to = sample(observer, workers, api, allocations);
        require(to.answers < workload.backlog(), arm + " had nothing left to do");
        require(to.answers > from.answers, arm + " stands still: see " + logs.resolve(id));
        return measured(arm, workload, from, to, api, workers, seconds(first - started));
      }
    }
  }

  private static Measured measured(
      Arm arm,
      Workload workload,
      Sample from,
      Sample to,
      Api api,
      List<Children.Child> workers,
      double firstSeconds)
      throws IOException, InterruptedException {
    double commands = to.answers - from.answers;
    double perSecond = commands / seconds(to.nanos - from.nanos);
    long memory = 0;
    for (Children.Child worker : workers) {
      memory = Math.max(memory, worker.mostMemoryMib());
    }
    return new Measured(
        workload.name(),
        arm.name,
        perSecond,
        perSecond / workload.limitPerSecond(),
        micros(to.worker - from.worker, commands),
        micros(to.broker - from.broker, commands),
        micros(to.api - from.api, commands),
        (to.calls - from.calls) / commands,
        api.figures().mostInFlight(),
        workers.size() * (to.bytes - from.bytes) / commands,
        memory,
        firstSeconds);
  }

  /** What was allocated: by the first worker, as a sample of all. */
  private Sample sample(
      Observer observer, List<Children.Child> workers, Api api, Allocations allocations)
      throws IOException, InterruptedException {
    long calls = api.figures().calls();
    observer.look();
    return new Sample(
        System.nanoTime(),
        observer.answers(),
        workers.stream().mapToDouble(Children.Child::cpuSeconds).sum(),
        broker.cpuSeconds(),
        api.child().cpuSeconds(),
        allocations.bytes(),
        calls);
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
