package io.rollbackworker.cli;

import io.rollbackworker.campaign.Campaign;
import io.rollbackworker.campaign.Order;
import io.rollbackworker.campaign.Plan;
import io.rollbackworker.campaign.Results;
import io.rollbackworker.campaign.Standings;
import io.rollbackworker.config.Configuration;
import io.rollbackworker.kafka.client.OutcomeReader;
import io.rollbackworker.request.Mistakes;
import io.rollbackworker.request.Request;
import io.rollbackworker.worker.Settings;
import java.util.List;

/** What there is of a campaign now, for who only looks. */
record CampaignHistory(Campaign campaign, List<Request> plan, Results results) {
  static CampaignHistory read(Configuration configuration, Campaign campaign, Order.Opened opened)
      throws Mistakes {
    List<Request> plan = Plan.read(campaign, Connection.requests(configuration));
    Results results = new Results(campaign.name());
    try (OutcomeReader outcomes = Campaigns.outcomes(Settings.kafka(configuration), opened)) {
      outcomes.readToEnd(event -> Campaigns.hear(event, results));
      if (!campaign.waves().isEmpty() && outcomes.mayLack()) {
        Terminal.err("Some outcomes may be gone: the topic begins after the campaign.");
      }
    }
    return new CampaignHistory(campaign, plan, results);
  }

  Standings standings() {
    return Standings.of(plan, campaign, results);
  }
}
