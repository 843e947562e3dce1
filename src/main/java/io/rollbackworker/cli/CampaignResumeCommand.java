package io.rollbackworker.cli;

import io.rollbackworker.campaign.Order;
import io.rollbackworker.command.CampaignName;
import io.rollbackworker.config.Configuration;
import io.rollbackworker.kafka.client.CampaignTopic;
import io.rollbackworker.policy.Approval;
import io.rollbackworker.policy.HashTree;
import io.rollbackworker.request.Request;
import io.rollbackworker.time.Time;
import io.rollbackworker.worker.Settings;
import java.util.List;
import java.util.Map;
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
    name = "resume",
    description = {
      "Goes on with a campaign, whoever ran it and wherever: he who ran it before can send nothing"
          + " more. Takes a stop back.",
      "Example:",
      "  rollback-worker campaign resume ransom-11 --limit 200"
    },
    exitCodeListHeading = CampaignExit.HEADING,
    exitCodeList = {
      CampaignExit.EXIT_0,
      CampaignExit.EXIT_1,
      CampaignExit.EXIT_2,
      CampaignExit.EXIT_3,
      CampaignExit.EXIT_4,
      CampaignExit.EXIT_5,
      CampaignExit.EXIT_6
    },
    mixinStandardHelpOptions = true)
final class CampaignResumeCommand implements Callable<Integer> {
  @Mixin private Connection connection = new Connection();
  @Mixin private ApprovalFiles approvals = new ApprovalFiles();
  @Mixin private CampaignConsent consent = new CampaignConsent();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "The campaign.")
  private @Nullable CampaignName name;

  @Option(
      names = "--limit",
      paramLabel = "DISKS",
      description =
          "From now on so many may be rejected, failed, doubtful or unknown, also of the canary.")
  private @Nullable Integer limit;

  @Override
  public Integer call() throws Exception {
    CampaignName named = Objects.requireNonNull(name);
    Configuration configuration = connection.load();
    try (CampaignTopic topic = new CampaignTopic(Settings.kafka(configuration))) {
      Order.Opened opened = Campaigns.opened(topic.of(named), topic, spec);
      List<Order> changed = changed(opened, Campaigns.plan(topic.of(named), configuration));
      Order.Stopped stopped = topic.of(named).stopped();
      if (stopped != null && !mayGoOn(named, stopped)) {
        return CampaignExit.NOT_OVER;
      }
      try (CampaignTopic.Writer writer = topic.writer(named)) {
        writer.publish(changed, stopped == null ? List.of() : List.of(stopped), Map.of());
        return Campaigns.follow(configuration, topic, writer, named, consent, Time.system());
      } catch (CampaignTopic.TakenOver e) {
        return Campaigns.takenOver(named);
      }
    }
  }

  private List<Order> changed(Order.Opened opened, List<Request> plan) {
    Order.Opened changed = opened;
    if (approvals.areGiven()) {
      HashTree disks = ListedDisks.tree(plan);
      changed =
          changed.approvedBy(
              approvals.read(Objects.requireNonNull(name), disks, Time.system().now()).stream()
                  .map(Approval::text)
                  .toList());
    }
    try {
      changed = limit == null ? changed : changed.with(opened.terms().goOn(limit));
      return changed.equals(opened) ? List.of() : List.of(changed);
    } catch (IllegalArgumentException e) {
      throw Misuse.of(spec, "--" + e.getMessage());
    }
  }

  private boolean mayGoOn(CampaignName named, Order.Stopped stopped) {
    Terminal.err(
        "Stopped at %s by %s: %s".formatted(stopped.at(), stopped.requestedBy(), stopped.reason()));
    return consent.isGivenFor(named);
  }
}
