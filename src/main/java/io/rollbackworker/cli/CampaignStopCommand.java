package io.rollbackworker.cli;

import io.rollbackworker.campaign.Order;
import io.rollbackworker.command.CampaignName;
import io.rollbackworker.kafka.client.CampaignTopic;
import io.rollbackworker.time.Time;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "stop",
    description = {
      "Nothing further of the campaign is sent, whoever runs it, until campaign resume.",
      "What was sent goes on; to hold that too, freeze its projects.",
      "Example:",
      "  rollback-worker campaign stop ransom-11 --reason \"wrong plan\""
    },
    mixinStandardHelpOptions = true)
final class CampaignStopCommand implements Callable<Integer> {
  @Mixin private Connection connection = new Connection();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "The campaign.")
  private @Nullable CampaignName name;

  @Option(names = "--reason", required = true, description = "Why; whoever runs it is shown it.")
  private String reason = "";

  @Option(
      names = "--requested-by",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name}",
      description = "Who stops it. Default: the system's user.")
  private String requestedBy = "";

  @Override
  public Integer call() throws Exception {
    CampaignName named = Objects.requireNonNull(name);
    try (CampaignTopic topic = new CampaignTopic(connection.kafka())) {
      Campaigns.opened(topic.of(named), topic, spec);
      // Who runs it can send nothing more, also where he has not heard of it.
      try (CampaignTopic.Writer writer = topic.writer(named)) {
        writer.publish(List.of(new Order.Stopped(Time.system().now(), requestedBy, reason)));
      } catch (CampaignTopic.TakenOver e) {
        return Campaigns.takenOver(named);
      }
      Terminal.out(named + ": nothing further is sent; what was sent goes on");
      return 0;
    }
  }
}
