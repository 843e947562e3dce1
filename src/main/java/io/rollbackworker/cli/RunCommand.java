package io.rollbackworker.cli;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rollbackworker.Settings;
import io.rollbackworker.Worker;
import io.rollbackworker.config.Configuration;
import io.rollbackworker.config.Keys;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One worker of a fleet, until it is told to stop. */
@Command(
    name = "run",
    description = "Runs one worker of a fleet until SIGTERM or Ctrl-C.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "Configuration file; environment variables ROLLBACK_... go over it.")
  private @Nullable Path config;

  @Override
  public Integer call() throws Exception {
    Settings settings = Settings.of(Configuration.load(config, System.getenv(), Keys.all()));
    Worker worker = new Worker(settings, new SimpleMeterRegistry());
    worker.start();
    // Only now: a worker that refused to start has not "stopped in order".
    CountDownLatch stopped = new CountDownLatch(1);
    AtomicBoolean stopping = new AtomicBoolean();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(worker, stopping, stopped), "stop"));
    LOG.atInfo()
        .addKeyValue("worker", settings.workerName())
        .addKeyValue("kafka", settings.kafka().bootstrapServers())
        .addKeyValue("projects", settings.cloud().projects().keySet())
        .log("worker started; waiting for partitions");
    worker.join();
    if (stopping.get()) {
      stopped.await();
      return 0;
    }
    LOG.error("the worker broke; see above");
    worker.close(); // What is known about requests under way still becomes evidence.
    // The shutdown hook would say that it stopped in order.
    Runtime.getRuntime().halt(1);
    return 1;
  }

  private static void stop(Worker worker, AtomicBoolean stopping, CountDownLatch stopped) {
    stopping.set(true);
    LOG.info("stopping: no new requests; partitions are handed over");
    try {
      worker.close();
      LOG.info("worker stopped");
      // A JVM that a signal ends reports the signal; operators want to see that it stopped in
      // order.
      Runtime.getRuntime().halt(0);
    } catch (InterruptedException e) {
      LOG.warn("interrupted while stopping; the next owner settles what is left");
    } finally {
      stopped.countDown();
    }
  }
}
