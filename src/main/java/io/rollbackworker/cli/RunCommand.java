package io.rollbackworker.cli;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.rollbackworker.config.Keys;
import io.rollbackworker.telemetry.LibraryMeters;
import io.rollbackworker.telemetry.StatusServer;
import io.rollbackworker.worker.Settings;
import io.rollbackworker.worker.Worker;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "run",
    description = {
      "Runs one worker of a fleet until SIGTERM or Ctrl-C.",
      "Example:",
      "  rollback-worker run -c worker.yaml"
    },
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  @Mixin private ConfigurationFile file = new ConfigurationFile();

  @Override
  public Integer call() throws Exception {
    Settings settings = Settings.of(file.load(System.getenv(), Keys.all()));
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    LibraryMeters.showIn(registry);
    Worker worker = new Worker(settings, registry);
    Optional<StatusServer> status = serve(settings, worker, registry);
    worker.start();
    // Only now: a worker that refused to start has not "stopped in order".
    CountDownLatch stopped = new CountDownLatch(1);
    AtomicBoolean stopping = new AtomicBoolean();
    Thread stop = new Thread(() -> stop(worker, settings, stopping, stopped), "stop");
    Runtime.getRuntime().addShutdownHook(stop);
    LOG.atInfo()
        .addKeyValue("worker", settings.workerName())
        .addKeyValue("kafka", settings.kafka().bootstrapServers())
        .addKeyValue("projects", settings.cloud().projects().keySet())
        .addKeyValue("httpPort", status.map(StatusServer::port).orElse(null))
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

  /** Before the worker starts, so that a port that is taken is told at once. */
  private static Optional<StatusServer> serve(
      Settings settings, Worker worker, PrometheusMeterRegistry registry) {
    return settings.http().port().isEmpty()
        ? Optional.empty()
        : Optional.of(
            StatusServer.start(
                settings.http(), worker::broken, worker::report, worker::fleet, registry::scrape));
  }

  private static void stop(
      Worker worker, Settings settings, AtomicBoolean stopping, CountDownLatch stopped) {
    stopping.set(true);
    LOG.info("stopping: no new requests; partitions are handed over");
    Thread closing = Thread.ofPlatform().daemon().name("close").start(() -> close(worker));
    try {
      if (closing.join(settings.shutdownGrace()) && worker.remaining().isNothing()) {
        LOG.info("worker stopped");
      } else {
        tellWhatIsLeft(worker, "worker.shutdown-grace is over");
      }
      // A JVM that a signal ends reports the signal; operators want to see that it stopped in
      // order.
      Runtime.getRuntime().halt(0);
    } catch (InterruptedException e) {
      tellWhatIsLeft(worker, "interrupted while stopping");
    } finally {
      stopped.countDown();
    }
  }

  private static void close(Worker worker) {
    try {
      worker.close();
    } catch (InterruptedException e) {
      tellWhatIsLeft(worker, "interrupted while closing");
    }
  }

  private static void tellWhatIsLeft(Worker worker, String why) {
    Worker.Remaining remaining = worker.remaining();
    LOG.atWarn()
        .addKeyValue("requests", remaining.requests())
        .addKeyValue("partitions", remaining.partitions())
        .log("{}; what is left, the next owner reconciles", why);
  }
}
