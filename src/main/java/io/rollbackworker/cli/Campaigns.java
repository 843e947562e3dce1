package io.rollbackworker.cli;

import io.rollbackworker.campaign.Campaign;
import io.rollbackworker.campaign.CampaignName;
import io.rollbackworker.campaign.Order;
import io.rollbackworker.campaign.Results;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.client.CampaignTopic;
import io.rollbackworker.kafka.client.OutcomeReader;
import java.time.Duration;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** What sub-commands about campaigns have in common. */
final class Campaigns {
  /** Clocks of this machine and of the workers may differ. */
  private static final Duration EARLIER = Duration.ofMinutes(10);

  private Campaigns() {}

  static Order.Opened opened(Campaign campaign, CampaignTopic topic, @Nullable CommandSpec spec) {
    return campaign
        .opened()
        .orElseThrow(
            () ->
                Misuse.of(
                    spec,
                    "there is no campaign %s; there are: %s"
                        .formatted(
                            campaign.name(),
                            topic.all().stream()
                                .map(Campaign::name)
                                .map(CampaignName::value)
                                .collect(Collectors.joining(", ")))));
  }

  /** All that was told since it began; what comes later can be read on. */
  static OutcomeReader outcomes(KafkaSettings kafka, Order.Opened opened) {
    return OutcomeReader.since(opened.at().minus(EARLIER), kafka, kafka.outcomesTopic());
  }

  static void hear(OutcomeReader.Event event, Results results) {
    Connection.decode(event).ifPresent(results::hear);
  }
}
