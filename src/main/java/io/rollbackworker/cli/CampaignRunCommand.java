package io.rollbackworker.cli;

import io.rollbackworker.campaign.CampaignName;
import io.rollbackworker.campaign.Order;
import io.rollbackworker.campaign.Plan;
import io.rollbackworker.campaign.Terms;
import io.rollbackworker.config.Configuration;
import io.rollbackworker.kafka.client.CampaignTopic;
import io.rollbackworker.request.Request;
import io.rollbackworker.time.Time;
import io.rollbackworker.worker.Settings;
import java.time.Duration;
import java.util.ArrayList;
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
      CampaignExit.EXIT_4,
      CampaignExit.EXIT_5,
      CampaignExit.EXIT_6
    },
    mixinStandardHelpOptions = true)
final class CampaignRunCommand implements Callable<Integer> {
  private static final int LIMIT_PERCENT = 2;

  @Mixin private Connection connection = new Connection();
  @Mixin private CommandOptions options = new CommandOptions();
  @Mixin private CampaignRunner.Options how = new CampaignRunner.Options();
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
      defaultValue = "1h",
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
    List<Request> requests =
        Plan.check(
            CommandRows.read(plan, spec),
            options.fields(null),
            named,
            Connection.requests(configuration));
    if (requests.isEmpty()) {
      throw Misuse.of(spec, plan + " lists no disk");
    }
    Terms terms = terms(requests.size());
    Time time = Time.system();
    try (CampaignTopic topic = new CampaignTopic(Settings.kafka(configuration));
        CampaignTopic.Writer writer = topic.writer(named)) {
      if (topic.of(named).opened().isPresent()) {
        throw Misuse.of(
            spec,
            ("there is a campaign %s already; go on with: rollback-worker campaign resume %s, or"
                    + " choose another --name")
                .formatted(named, named));
      }
      List<Order> orders = new ArrayList<>(Plan.parts(requests));
      orders.add(
          new Order.Opened(
              time.now(), System.getProperty("user.name"), requests.size(), orders.size(), terms));
      writer.publish(orders, Map.of());
      return new CampaignRunner(configuration, topic, writer, named, how, time).run();
    }
  }

  private Terms terms(int disks) {
    try {
      int most = limit == null ? Math.max(1, disks * LIMIT_PERCENT / 100) : limit;
      return new Terms(canary, pause, wave, most, expiresIn, allOrNone);
    } catch (IllegalArgumentException e) {
      throw Misuse.of(spec, "--" + e.getMessage());
    }
  }
}
