package io.rollbackworker.cli;

import io.rollbackworker.campaign.Campaign;
import io.rollbackworker.campaign.CampaignText;
import io.rollbackworker.campaign.Order;
import io.rollbackworker.campaign.Plan;
import io.rollbackworker.campaign.Results;
import io.rollbackworker.campaign.Standing;
import io.rollbackworker.campaign.Standings;
import io.rollbackworker.campaign.Steering;
import io.rollbackworker.campaign.Step;
import io.rollbackworker.campaign.Terms;
import io.rollbackworker.command.CampaignName;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.config.Configuration;
import io.rollbackworker.config.Keys;
import io.rollbackworker.config.SigningKeys;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.client.CommandPublisher;
import io.rollbackworker.kafka.client.OutcomeReader;
import io.rollbackworker.policy.HashTree;
import io.rollbackworker.policy.SigningKey;
import io.rollbackworker.request.Request;
import io.rollbackworker.time.Time;
import io.rollbackworker.worker.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "approve",
    description = {
      "Shows what somebody else's campaign would do and what would be lost, and prints a signed"
          + " approval of it: of these disks, each once, until then.",
      "Example:",
      "  rollback-worker approve plan.csv --name ransom-11 --for 8h"
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:approved",
      "1:not done, for example because no broker answers",
      "2:called wrongly, or a line is wrong",
      "6:not approved"
    },
    mixinStandardHelpOptions = true)
final class ApproveCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(200);

  /** Of a question. */
  private static final Duration VALID = Duration.ofMinutes(10);

  @Mixin private Connection connection = new Connection();
  @Mixin private CommandOptions options = new CommandOptions();
  @Mixin private CampaignConsent consent = new CampaignConsent();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "PLAN",
      description = "The plan, with the very snapshots that campaign run is given.")
  private String plan = "";

  @Option(names = "--name", required = true, paramLabel = "NAME", description = "The campaign's.")
  private @Nullable CampaignName name;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      defaultValue = "8h",
      description =
          "The approval counts for so long; not longer than workers remember a command (window and"
              + " greatest age). Default: ${DEFAULT-VALUE}.")
  private Duration lasts = Duration.ZERO;

  @Option(
      names = "--without-asking",
      description = "Ask no worker what would be lost; for when none runs.")
  private boolean blindly;

  @Override
  public Integer call() throws Exception {
    CampaignName named = Objects.requireNonNull(name);
    Configuration configuration = connection.load();
    Signing signing = Signing.of(configuration);
    SigningKey key =
        signing
            .key()
            .orElseThrow(
                () ->
                    Misuse.of(
                        spec,
                        "an approval is signed: name your key with %s and %s"
                            .formatted(SigningKeys.FILE.name(), SigningKeys.ID.name())));
    List<Request> requests = ListedDisks.read(plan, options, named, configuration, spec);
    Duration remembered = configuration.get(Keys.WINDOW).plus(configuration.get(Keys.GREATEST_AGE));
    if (lasts.compareTo(remembered) > 0) {
      throw Misuse.of(
          spec,
          "--for must be at most %s, for which workers remember a command (rules.window and rules.greatest-age), but is %s"
              .formatted(remembered, lasts));
    }
    Time time = Time.system();
    if (!blindly) {
      CampaignText.found(requests, sweep(requests, named, configuration, signing, time))
          .forEach(Terminal::err);
    }
    HashTree disks = ListedDisks.tree(requests);
    Instant until = time.now().plus(lasts).truncatedTo(ChronoUnit.SECONDS);
    Terminal.err(
        "To be approved: campaign %s may roll back these %,d disks, each once, until %s."
            .formatted(named, disks.size(), until));
    if (!consent.isGivenFor(named)) {
      Terminal.err("Not approved.");
      return CampaignExit.NOT_OVER;
    }
    Terminal.out(key.approve(signing.topic(), named, until, disks).text());
    return 0;
  }

  /** Asks as a campaign does, and sends nothing else. */
  private static Results sweep(
      List<Request> plan,
      CampaignName name,
      Configuration configuration,
      Signing signing,
      Time time) {
    KafkaSettings kafka = Settings.kafka(configuration);
    Results results = new Results(name, Results.APPROVERS);
    Steering steering = new Steering(plan, Results.APPROVERS);
    Map<SnapshotId, Request> requests =
        plan.stream().collect(Collectors.toMap(Request::id, Function.identity()));
    Terms terms = new Terms(0, Duration.ZERO, 1, 0, VALID, false, false);
    Campaign campaign =
        Campaign.of(name)
            .with(new Order.Opened(time.now(), null, plan.size(), 0, Map.of(), terms, List.of()));
    try (OutcomeReader outcomes = OutcomeReader.fromNow(kafka, kafka.outcomesTopic());
        CommandPublisher publisher = new CommandPublisher(kafka);
        Progress progress = new Progress(time)) {
      while (true) {
        Standings standings = Standings.of(plan, campaign, results);
        if (standings.count(Standing.UNCHECKED) == 0) {
          progress.endLine();
          return results;
        }
        if (steering.next(campaign, standings, results, false, time.now())
            instanceof Step.Check(int number, List<SnapshotId> disks)) {
          Instant now = time.now();
          for (SnapshotId disk : disks) {
            Request request = Objects.requireNonNull(requests.get(disk));
            String json = Plan.check(request, name, number, now.plus(signing.life(VALID)));
            publisher.publish(disk.value(), signing.message(json));
          }
          campaign = campaign.with(new Order.Sweep(number, now, disks));
        }
        outcomes
            .poll(POLL)
            .forEach(
                event ->
                    Connection.decode(event)
                        .ifPresent(outcome -> results.hear(outcome, time.now())));
        progress.show(
            () ->
                "asked: %,d of %,d answered"
                    .formatted(plan.size() - standings.count(Standing.UNCHECKED), plan.size()));
      }
    }
  }
}
