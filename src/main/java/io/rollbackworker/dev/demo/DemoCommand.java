package io.rollbackworker.dev.demo;

import io.rollbackworker.cli.DevelopmentCommand;
import io.rollbackworker.dev.simulator.SeedWorld;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A real broker, the simulated cloud and workers, in one process. */
@Command(
    name = "demo",
    description =
        "Shows and checks the whole contract on a real broker and a simulated cloud; or stays, for"
            + " trying out.",
    mixinStandardHelpOptions = true)
public final class DemoCommand implements DevelopmentCommand {
  private static final long READY_POLL_MILLIS = 50;
  private static final int READY_POLLS = 600;

  @Option(names = "--stay", description = "Publish nothing; run until Ctrl-C.")
  private boolean stay;

  @Option(names = "--kafka-port", defaultValue = "0", description = "Default: any free one.")
  private int kafkaPort;

  @Option(names = "--cloud-port", defaultValue = "0", description = "Default: any free one.")
  private int cloudPort;

  @Option(names = "--workers", defaultValue = "2", description = "Default: ${DEFAULT-VALUE}.")
  private int workers;

  @Option(names = "--partitions", defaultValue = "4", description = "Default: ${DEFAULT-VALUE}.")
  private int partitions;

  @Override
  public Integer call() throws Exception {
    System.out.println("Starting a broker, a cloud and " + workers + " workers …");
    Stack stack;
    try {
      stack = Stack.start(kafkaPort, cloudPort, partitions, workers, 1_000);
    } catch (IllegalStateException e) {
      System.err.println(e.getMessage());
      return 1;
    }
    try {
      for (int i = 0; i < READY_POLLS && !stack.isReady(partitions); i++) {
        Thread.sleep(READY_POLL_MILLIS);
      }
      if (!stay) {
        return new Demo(stack, partitions, System.out).run() ? 0 : 1;
      }
      tell(stack);
      CountDownLatch interrupted = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "stop"));
      interrupted.await();
      return 0;
    } finally {
      if (!stay) {
        stack.close();
      }
    }
  }

  private static void tell(Stack stack) {
    System.out.println(
        """
        Kafka   %1$s   topics %2$s, %3$s
        Cloud   %4$s   effects at /admin/effects
        Try:
          echo '{"snapshot_id":"%5$s"}' | kcat -P -b %1$s -t %2$s
          kcat -C -b %1$s -t %3$s
          rollback-worker submit -b %1$s %5$s
          rollback-worker watch -b %1$s
        Ctrl-C ends it.\
        """
            .formatted(
                stack.kafka().bootstrapServers(),
                stack.kafka().commandsTopic(),
                stack.kafka().outcomesTopic(),
                stack.cloud().endpoint(),
                SeedWorld.SNAPSHOT));
  }
}
