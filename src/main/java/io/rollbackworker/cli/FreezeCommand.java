package io.rollbackworker.cli;

import io.rollbackworker.command.ProjectId;
import io.rollbackworker.freeze.Freeze;
import io.rollbackworker.kafka.control.Orders;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The emergency brake. */
@Command(
    name = "freeze",
    description = {
      "Stops all workers from sending rollbacks, of all projects or of one, until thaw.",
      "Commands wait, up to their deadlines; what was sent before is told as ever.",
      "Example:",
      "  rollback-worker freeze --reason \"wrong snapshots, incident 4711\""
    },
    mixinStandardHelpOptions = true)
final class FreezeCommand implements Callable<Integer> {
  @Mixin private Connection connection = new Connection();

  @Option(names = "--project", paramLabel = "ID", description = "Only this project.")
  private @Nullable ProjectId project;

  @Option(
      names = "--reason",
      required = true,
      description = "Why; it stands in the outcomes of commands whose deadline comes first.")
  private String reason = "";

  @Option(
      names = "--requested-by",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name}",
      description = "Who orders it. Default: the system's user.")
  private String requestedBy = "";

  @Override
  public Integer call() throws Exception {
    try (Orders orders = new Orders(connection.kafka())) {
      orders.freeze(new Freeze(project, requestedBy, reason, Instant.now()));
      return print(orders);
    }
  }

  static int print(Orders orders) throws Exception {
    var all = orders.all();
    all.forEach(
        (scope, why) -> Terminal.out((scope.equals("*") ? "all projects " : scope + " ") + why));
    if (all.isEmpty()) {
      Terminal.out("nothing is frozen");
    }
    return 0;
  }
}
