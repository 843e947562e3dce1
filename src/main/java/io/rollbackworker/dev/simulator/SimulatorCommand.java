package io.rollbackworker.dev.simulator;

import io.rollbackworker.cli.DevelopmentCommand;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "simulator",
    description = "Serves a stateful EVS or Cinder API until Ctrl-C; administration under /admin.",
    mixinStandardHelpOptions = true)
public final class SimulatorCommand implements DevelopmentCommand {
  @Option(
      names = "--port",
      defaultValue = "28080",
      description = "Default: ${DEFAULT-VALUE}; 0: any free one.")
  private int port;

  @Option(
      names = "--address",
      defaultValue = "127.0.0.1",
      description = "To listen on; 0.0.0.0: all. Default: ${DEFAULT-VALUE}.")
  private String address = "";

  @Option(names = "--cinder", description = "Speak OpenStack Cinder instead of EVS.")
  private boolean cinder;

  @Option(
      names = "--latency",
      defaultValue = "20ms",
      description = "Added to every answer. Default: ${DEFAULT-VALUE}.")
  private Duration latency = Duration.ZERO;

  @Option(
      names = "--visible-after",
      defaultValue = "100ms",
      description = "From the 202 until the statuses show it. Default: ${DEFAULT-VALUE}.")
  private Duration visibleAfter = Duration.ZERO;

  @Option(
      names = "--duration",
      defaultValue = "5s",
      description = "How long a rollback takes. Default: ${DEFAULT-VALUE}.")
  private Duration duration = Duration.ZERO;

  @Option(
      names = "--duration-spread",
      defaultValue = "0s",
      description =
          "Some snapshots take up to so much longer, each always the same. Default:"
              + " ${DEFAULT-VALUE}.")
  private Duration durationSpread = Duration.ZERO;

  @Option(
      names = "--calls-per-second",
      defaultValue = "0",
      description = "Above it the gateway answers 429; 0: no limit. Default: ${DEFAULT-VALUE}.")
  private int callsPerSecond;

  @Option(
      names = "--updated-at",
      paramLabel = "HOW",
      defaultValue = "honest",
      description = "Kept: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Stamping stamping = Stamping.HONEST;

  @Option(
      names = "--effects-log",
      paramLabel = "FILE",
      description = "Append a line of JSON for each rollback request, with its fate.")
  private @Nullable Path effectsLog;

  @Option(
      names = "--volumes",
      defaultValue = "1000",
      description = "Ordinary volumes beside the seeds. Default: ${DEFAULT-VALUE}.")
  private int volumes;

  @Override
  public Integer call() throws Exception {
    SimSettings settings =
        new SimSettings(
            address,
            port,
            latency,
            visibleAfter,
            duration,
            durationSpread,
            effectsLog,
            callsPerSecond,
            cinder,
            stamping,
            null);
    try (Simulator simulator = Simulator.start(settings, Clock.systemUTC())) {
      SeedWorld.fill(simulator.world(), volumes);
      System.out.println(
          "The cloud is at " + simulator.endpoint() + ", project " + SeedWorld.PROJECT);
      System.out.println("Snapshot " + SeedWorld.SNAPSHOT + " of volume " + SeedWorld.VOLUME);
      System.out.println("Effects: curl " + simulator.endpoint() + "/admin/effects");
      new CountDownLatch(1).await();
    }
    return 0;
  }
}
