package io.rollbackworker.cli;

import io.rollbackworker.campaign.Campaign;
import io.rollbackworker.campaign.Order;
import io.rollbackworker.campaign.Plan;
import io.rollbackworker.campaign.Results;
import io.rollbackworker.campaign.Standings;
import io.rollbackworker.command.CampaignName;
import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.config.Configuration;
import io.rollbackworker.config.Keys;
import io.rollbackworker.config.LimitKeys;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.client.CampaignTopic;
import io.rollbackworker.kafka.client.CampaignTopic.TakenOver;
import io.rollbackworker.kafka.client.OutcomeReader;
import io.rollbackworker.request.Request;
import io.rollbackworker.time.Time;
import io.rollbackworker.worker.Settings;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** What sub-commands about campaigns have in common. */
final class Campaigns {
  /** What there is of a campaign now, for who only looks. */
  record History(List<Request> plan, Standings standings, Results results) {}

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

  static List<Request> plan(Campaign campaign, Configuration configuration) throws ContractBroken {
    try {
      return Plan.read(campaign, new CommandDecoder(configuration.get(Keys.MAX_COMMAND_BYTES)));
    } catch (IllegalArgumentException e) {
      throw new ContractBroken(
          "Topic %s: %s".formatted(configuration.get(Keys.CAMPAIGNS_TOPIC), e.getMessage()));
    }
  }

  /** All that was told since it began; what comes later can be read on. */
  static OutcomeReader outcomes(KafkaSettings kafka, Order.Opened opened) throws ContractBroken {
    return OutcomeReader.from(opened.outcomesFrom(), kafka, kafka.outcomesTopic());
  }

  /** Until it is over, halts, or is stopped; the exit code. */
  static int follow(
      Configuration configuration,
      CampaignTopic topic,
      CampaignTopic.Writer writer,
      CampaignName name,
      CampaignConsent consent,
      Time time)
      throws ContractBroken, TakenOver {
    Campaign campaign = topic.of(name);
    double quota =
        Math.min(
            configuration.get(LimitKeys.ROLLBACKS_PER_SECOND),
            configuration.get(LimitKeys.ROLLBACKS_PER_MINUTE) / 60.0);
    Thread farewell = new Thread(() -> farewell(name), "farewell");
    try (OutcomeReader outcomes =
        outcomes(Settings.kafka(configuration), campaign.opened().orElseThrow())) {
      Runtime.getRuntime().addShutdownHook(farewell);
      List<Request> plan = plan(campaign, configuration);
      var signing =
          new CampaignSigning(Signing.of(configuration), campaign.opened().orElseThrow(), plan);
      return new CampaignRunner(topic, writer, campaign, plan, signing, consent, quota, time)
          .run(outcomes);
    } finally {
      remove(farewell);
    }
  }

  static int takenOver(CampaignName name) {
    Terminal.err(
        "Stopped, or resumed elsewhere: nothing further is sent from here. See: rollback-worker"
            + " campaign status "
            + name);
    return CampaignExit.NOT_OVER;
  }

  /** At Ctrl-C. */
  private static void farewell(CampaignName name) {
    // The line of progress may be written at this very moment.
    Terminal.again(
        "No longer followed. What was sent goes on; nothing further is sent until:"
            + " rollback-worker campaign resume "
            + name);
    Terminal.endLine();
  }

  private static void remove(Thread farewell) {
    try {
      Runtime.getRuntime().removeShutdownHook(farewell);
    } catch (IllegalStateException e) {
      // It runs.
    }
  }

  static History history(
      Campaign campaign, Order.Opened opened, Configuration configuration, Instant now)
      throws ContractBroken {
    List<Request> plan = plan(campaign, configuration);
    Results results = new Results(campaign.name(), 0);
    try (OutcomeReader outcomes = outcomes(Settings.kafka(configuration), opened)) {
      outcomes.readToEnd(
          event -> Connection.decode(event).ifPresent(outcome -> results.hear(outcome, now)));
    }
    return new History(plan, Standings.of(plan, campaign, results), results);
  }
}
