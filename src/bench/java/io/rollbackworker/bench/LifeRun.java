package io.rollbackworker.bench;

import io.rollbackworker.testing.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;

/** A worker's start, its idle time and its death; twelve partitions, few ledger entries. */
final class LifeRun {
  /** So many that each partition has some. */
  private static final int COMMANDS = 120;

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration REBALANCE = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Children.Child broker;
  private final Path logs;

  LifeRun(Children.Child broker, Path logs) {
    this.broker = broker;
    this.logs = logs;
  }

  Lived measure(Arm arm, String id) throws Exception {
    Workload workload = Workloads.OPEN;
    Topics topics = Topics.make(broker.said(), id, workload.partitions());
    try (Children children = new Children(logs.resolve(id));
        Observer observer = new Observer(topics, workload.partitions());
        KafkaProducer<String, String> producer = topics.producer(0)) {
      Api api = Api.start(children, workload, logs.resolve(id));
      publish(topics, producer, 0, COMMANDS);
      producer.flush();
      long startedMillis = System.currentTimeMillis();
      Children.Child first = arm.start(children, topics, api, workload);
      await(observer, COMMANDS);
      double start = (api.figures().firstCallMillis() - startedMillis) / 1e3;
      double young = percent(first);
      double idle = percent(first);
      var _ = arm.start(children, topics, api, workload);
      observer.lookUntil(System.nanoTime() + REBALANCE.toNanos());
      publish(topics, producer, COMMANDS, 2 * COMMANDS);
      await(observer, 2 * COMMANDS); // Both have done something.
      long killed = System.nanoTime();
      first.kill();
      publish(topics, producer, 2 * COMMANDS, 3 * COMMANDS);
      await(observer, 3 * COMMANDS);
      double failover = seconds(System.nanoTime() - killed);
      return new Lived(arm.name, start, young, idle, failover, stack(arm, children));
    }
  }

  private static void publish(
      Topics topics, KafkaProducer<String, String> producer, int from, int to) {
    for (int i = from; i < to; i++) {
      topics.publish(producer, i);
    }
  }

  private static void await(Observer observer, int answered) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (observer.look() < answered) {
      if (System.nanoTime() - end > 0) {
        throw new IOException(observer.answered().size() + " answered, not " + answered);
      }
    }
  }

  /** Of a core, for a minute. */
  private static double percent(Children.Child worker) throws InterruptedException {
    double before = worker.cpuSeconds();
    Thread.sleep(MINUTE);
    return 100 * (worker.cpuSeconds() - before) / MINUTE.toSeconds();
  }

  private double stack(Arm arm, Children children) throws Exception {
    long started = System.nanoTime();
    var demo =
        children.program(
            "demo",
            List.of(WorkerProcess.image() + "/bin/rollback-worker", "demo"),
            Map.of("ROLLBACK_JAVA_OPTIONS", arm == Arm.OURS_TRAINED ? Arm.CACHE : ""));
    Path log = children.folder().resolve("demo.log");
    while (!Files.readString(log).contains(" accepted")) {
      if (!demo.process().isAlive() || System.nanoTime() - started > PATIENCE.toNanos()) {
        throw new IOException("the demo tells nothing: see " + log);
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return seconds(System.nanoTime() - started);
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }
}
