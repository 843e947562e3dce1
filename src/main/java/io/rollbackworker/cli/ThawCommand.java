package io.rollbackworker.cli;

import io.rollbackworker.kafka.control.Orders;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "thaw",
    description = {
      "Takes a freeze back: that of all projects, or that of one. Then lists what is frozen still.",
      "Example:",
      "  rollback-worker thaw --project 0c2eba2c5af04d3f9e9d0d410b371fde"
    },
    mixinStandardHelpOptions = true)
final class ThawCommand implements Callable<Integer> {
  @Mixin private Connection connection = new Connection();

  @Option(
      names = "--project",
      paramLabel = "ID",
      defaultValue = "*",
      description = "The freeze of this project, as the list names it. Default: that of all.")
  private String project = "";

  @Override
  public Integer call() throws Exception {
    try (Orders orders = new Orders(connection.kafka())) {
      orders.thaw(project);
      return FreezeCommand.print(orders);
    }
  }
}
