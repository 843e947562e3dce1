package io.rollbackworker.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollbackworker.campaign.Campaign;
import io.rollbackworker.campaign.CampaignText;
import io.rollbackworker.campaign.Order;
import io.rollbackworker.campaign.Pace;
import io.rollbackworker.campaign.Standing;
import io.rollbackworker.campaign.Standings;
import io.rollbackworker.campaign.Steering;
import io.rollbackworker.campaign.Step;
import io.rollbackworker.command.CampaignName;
import io.rollbackworker.config.Configuration;
import io.rollbackworker.kafka.client.CampaignTopic;
import io.rollbackworker.outcome.Json;
import io.rollbackworker.time.Time;
import io.rollbackworker.worker.Settings;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "status",
    description = {
      "Where a campaign stands and what it would do next; without a name, which there are.",
      "Example:",
      "  rollback-worker campaign status ransom-11"
    },
    mixinStandardHelpOptions = true)
final class CampaignStatusCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private Connection connection = new Connection();
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--json", description = "As JSON, for machines.")
  private boolean json;

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "The campaign.")
  private @Nullable CampaignName name;

  @Override
  public Integer call() throws Exception {
    Configuration configuration = connection.load();
    try (CampaignTopic topic = new CampaignTopic(Settings.kafka(configuration))) {
      if (name == null) {
        topic.all().forEach(this::list);
        Terminal.err(topic.all().size() + " campaigns");
        return 0;
      }
      Campaign campaign = topic.of(name);
      Order.Opened opened = Campaigns.opened(campaign, topic, spec);
      Instant now = Time.system().now();
      Campaigns.History history = Campaigns.history(campaign, opened, configuration, now);
      Standings standings = history.standings();
      Step next =
          new Steering(history.plan(), 0).next(campaign, standings, history.results(), false, now);
      Pace pace = Pace.of(history.results(), standings, Instant.MIN, now);
      Terminal.out(
          json
              ? event(campaign, standings, pace, next)
              : CampaignText.progress(standings, pace, 0, inWords(next)));
      return 0;
    }
  }

  private static String event(Campaign campaign, Standings standings, Pace pace, Step next) {
    ObjectNode event = JSON.createObjectNode().put("campaign", campaign.name().value());
    ObjectNode counts = event.putObject("disks");
    for (Standing standing : Standing.values()) {
      counts.put(Json.name(standing), standings.count(standing));
    }
    event.put("per_second", pace.perSecond());
    pace.eta().ifPresent(eta -> event.put("eta_seconds", eta.toSeconds()));
    return event.put("next", inWords(next)).toString();
  }

  private void list(Campaign campaign) {
    Order.Opened opened = campaign.opened().orElseThrow();
    if (json) {
      Terminal.out(
          JSON.createObjectNode()
              .put("campaign", campaign.name().value())
              .put("begun_at", opened.at().toString())
              .put("disks", opened.disks())
              .put("sent", campaign.sent().size())
              .put("stopped", campaign.stopped() != null)
              .toString());
      return;
    }
    Terminal.out(
        "%s  begun %s by %s  %,d of %,d disks sent%s"
            .formatted(
                campaign.name(),
                opened.at(),
                opened.requestedBy(),
                campaign.sent().size(),
                opened.disks(),
                campaign.stopped() == null ? "" : "  stopped: " + campaign.stopped().reason()));
  }

  private static String inWords(Step step) {
    return switch (step) {
      case Step.Check _, Step.Send _ -> "somebody who runs it: rollback-worker campaign resume";
      case Step.Ask _ -> "the word that it begins: rollback-worker campaign resume";
      case Step.Wait(String why) -> why;
      case Step.Halt(String why) -> "a person: " + why;
      case Step.Finished _ -> "nothing, it is over";
    };
  }
}
