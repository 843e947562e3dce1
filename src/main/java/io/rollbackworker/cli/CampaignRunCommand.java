package io.rollbackworker.cli;

import io.rollbackworker.campaign.Order;
import io.rollbackworker.campaign.Plan;
import io.rollbackworker.campaign.Terms;
import io.rollbackworker.command.CampaignName;
import io.rollbackworker.config.Configuration;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.client.CampaignTopic;
import io.rollbackworker.kafka.client.OutcomeReader;
import io.rollbackworker.policy.Approval;
import io.rollbackworker.policy.HashTree;
import io.rollbackworker.request.Request;
import io.rollbackworker.time.Time;
import io.rollbackworker.worker.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
    name = "run",
    description = {
      "Begins a campaign and follows it to its end. Ctrl-C, a lost connection or a lost machine end"
          + " nothing but the following: campaign resume goes on from anywhere.",
      "Example:",
      "  rollback-worker campaign run plan.csv --name ransom-11 --reason \"incident 4711\""
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
final class CampaignRunCommand implements Callable<Integer> {
  private static final int LIMIT_PERCENT = 2;

  @Mixin private Connection connection = new Connection();
  @Mixin private CommandOptions options = new CommandOptions();
  @Mixin private ApprovalFiles approvals = new ApprovalFiles();
  @Mixin private CampaignConsent consent = new CampaignConsent();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "PLAN",
      description = "Snapshot ids, CSV or JSON Lines, as submit --file reads; -: standard input.")
  private String plan = "";

  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "Names the campaign for ever; the ids of its commands follow from it.")
  private @Nullable CampaignName name;

  @Option(
      names = "--canary",
      paramLabel = "DISKS",
      defaultValue = "5",
      description =
          "So many go first, and all of them must be completed. Default: ${DEFAULT-VALUE}.")
  private int canary;

  @Option(
      names = "--pause",
      paramLabel = "DURATION",
      defaultValue = "1m",
      description = "After the canary. Default: ${DEFAULT-VALUE}.")
  private Duration pause = Duration.ZERO;

  @Option(
      names = "--wave",
      paramLabel = "DISKS",
      defaultValue = "500",
      description =
          "So many at once; the next when all of them are answered. Default: ${DEFAULT-VALUE}.")
  private int wave;

  @Option(
      names = "--limit",
      paramLabel = "DISKS",
      description =
          "With more rejected, failed, doubtful or unknown ones nothing further is sent. Default: 2"
              + " of 100.")
  private @Nullable Integer limit;

  @Option(
      names = "--expires-in",
      paramLabel = "DURATION",
      defaultValue = "50m",
      description =
          "What was not sent to the cloud so long after its wave began is void. Default:"
              + " ${DEFAULT-VALUE}.")
  private Duration expiresIn = Duration.ZERO;

  @Option(
      names = "--all-or-none",
      description = "Nothing starts unless every disk may be rolled back now.")
  private boolean allOrNone;

  @Override
  public Integer call() throws Exception {
    CampaignName named = Objects.requireNonNull(name);
    Configuration configuration = connection.load();
    List<Request> requests = ListedDisks.read(plan, options, named, configuration, spec);
    Terms terms = terms(requests.size());
    Time time = Time.system();
    KafkaSettings kafka = Settings.kafka(configuration);
    try (CampaignTopic topic = new CampaignTopic(kafka)) {
      requireNew(topic, named); // Before: who runs one of that name is not to be disturbed.
      try (CampaignTopic.Writer writer = topic.writer(named)) {
        requireNew(topic, named);
        writer.publish(orders(requests, terms, kafka, time.now()));
        return Campaigns.follow(configuration, topic, writer, named, consent, time);
      } catch (CampaignTopic.TakenOver e) {
        return Campaigns.takenOver(named);
      }
    }
  }

  private void requireNew(CampaignTopic topic, CampaignName named) throws ContractBroken {
    if (topic.of(named).opened().isPresent()) {
      throw Misuse.of(
          spec,
          ("there is a campaign %s already; go on with: rollback-worker campaign resume %s, or"
                  + " choose another --name")
              .formatted(named, named));
    }
  }

  private List<Order> orders(
      List<Request> requests, Terms terms, KafkaSettings kafka, Instant now) {
    HashTree disks = ListedDisks.tree(requests);
    List<Approval> approved = approvals.read(Objects.requireNonNull(name), disks, now);
    List<Order> orders = new ArrayList<>(Plan.parts(requests));
    try (OutcomeReader outcomes = OutcomeReader.fromNow(kafka, kafka.outcomesTopic())) {
      orders.add(
          new Order.Opened(
              now,
              options.requestedBy(System.getProperty("user.name")),
              requests.size(),
              orders.size(),
              outcomes.ends(),
              terms,
              approved.stream().map(Approval::text).toList()));
    }
    return orders;
  }

  private Terms terms(int disks) {
    try {
      int most = limit == null ? Math.max(1, disks * LIMIT_PERCENT / 100) : limit;
      return new Terms(canary, pause, wave, most, expiresIn, allOrNone, false);
    } catch (IllegalArgumentException e) {
      throw Misuse.of(spec, "--" + e.getMessage());
    }
  }
}
