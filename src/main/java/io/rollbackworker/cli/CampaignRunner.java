package io.rollbackworker.cli;

import io.rollbackworker.campaign.Campaign;
import io.rollbackworker.campaign.CampaignName;
import io.rollbackworker.campaign.CampaignText;
import io.rollbackworker.campaign.Order;
import io.rollbackworker.campaign.Pace;
import io.rollbackworker.campaign.Plan;
import io.rollbackworker.campaign.Results;
import io.rollbackworker.campaign.Standings;
import io.rollbackworker.campaign.Steering;
import io.rollbackworker.campaign.Step;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.config.Configuration;
import io.rollbackworker.config.LimitKeys;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.client.CampaignTopic;
import io.rollbackworker.kafka.client.OutcomeReader;
import io.rollbackworker.request.Mistakes;
import io.rollbackworker.request.Request;
import io.rollbackworker.time.Time;
import io.rollbackworker.worker.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Does what a campaign's steering says, and shows how far it is. */
final class CampaignRunner {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final double SECONDS = 60.0;

  private final Configuration configuration;
  private final CampaignTopic topic;
  private final CampaignTopic.Writer writer;
  private final CampaignName name;
  private final Options options;
  private final Time time;
  private final Results results;

  /** How it is followed. */
  static final class Options {
    @Option(names = "--yes", description = "Begin without a question; for scripts.")
    private boolean yes;
  }

  CampaignRunner(
      Configuration configuration,
      CampaignTopic topic,
      CampaignTopic.Writer writer,
      CampaignName name,
      Options options,
      Time time) {
    this.configuration = configuration;
    this.topic = topic;
    this.writer = writer;
    this.name = name;
    this.options = options;
    this.time = time;
    this.results = new Results(name);
  }

  /** Until it is over, halts, or is stopped; the exit code. */
  int run() throws ContractBroken, Mistakes {
    KafkaSettings kafka = Settings.kafka(configuration);
    Order.Opened opened = topic.of(name).opened().orElseThrow();
    List<Request> plan = Plan.read(topic.of(name), Connection.requests(configuration));
    Steering steering = new Steering(plan, opened.terms());
    Thread farewell = new Thread(this::farewell, "farewell");
    try (OutcomeReader outcomes = Campaigns.outcomes(kafka, opened);
        Progress progress = new Progress(time)) {
      requireWhole(outcomes, opened);
      outcomes.readToEnd(event -> Campaigns.hear(event, results));
      Runtime.getRuntime().addShutdownHook(farewell);
      return follow(outcomes, plan, steering, opened, progress);
    } finally {
      remove(farewell);
    }
  }

  /** Without all that was told, a disk that is over would look as if it waited. */
  private void requireWhole(OutcomeReader outcomes, Order.Opened opened) throws ContractBroken {
    if (!topic.of(name).waves().isEmpty() && outcomes.mayLack()) {
      throw new ContractBroken(
          ("Outcomes since %s, when campaign %s began, are not all there any more: nobody can know"
                  + " here what became of its disks. Begin another one with those that are left")
              .formatted(opened.at(), name));
    }
  }

  private int follow(
      OutcomeReader outcomes,
      List<Request> plan,
      Steering steering,
      Order.Opened opened,
      Progress progress)
      throws ContractBroken {
    boolean confirmed = options.yes;
    while (true) {
      topic.refresh();
      Campaign campaign = topic.of(name);
      Standings standings = Standings.of(plan, campaign, results);
      switch (steering.next(campaign, results, confirmed, time.now())) {
        case Step.Check(int number, List<SnapshotId> disks) -> check(number, disks, plan, opened);
        case Step.Ask() -> {
          progress.endLine();
          CampaignText.question(plan, opened.terms(), results).forEach(Terminal::err);
          if (!agrees()) {
            Terminal.err(
                "Nothing was sent. To begin after all: rollback-worker campaign resume " + name);
            return CampaignExit.code(standings, false);
          }
          confirmed = true;
        }
        case Step.Send(int number, List<SnapshotId> disks) -> {
          progress.endLine();
          Terminal.err(
              "%s: %,d disks".formatted(number == 0 ? "canary" : "wave " + number, disks.size()));
          send(number, disks, plan, opened);
        }
        case Step.Wait(String why) -> {
          outcomes.poll(POLL).forEach(event -> Campaigns.hear(event, results));
          progress.show(() -> line(Standings.of(plan, campaign, results), why));
        }
        case Step.Halt(String why) -> {
          progress.endLine();
          Terminal.err("Halted: " + why);
          Terminal.out(name + ": " + standings.inWords());
          return CampaignExit.code(standings, false);
        }
        case Step.Finished() -> {
          progress.endLine();
          Terminal.out(name + ": " + standings.inWords());
          return CampaignExit.code(standings, true);
        }
      }
    }
  }

  private void check(int number, List<SnapshotId> disks, List<Request> plan, Order.Opened opened) {
    Instant now = time.now();
    Instant expires = now.plus(opened.terms().expiresIn());
    writer.publish(
        List.of(new Order.Sweep(number, now, disks)),
        commands(disks, plan, (request, of) -> Plan.check(request, of, expires)));
  }

  private void send(int number, List<SnapshotId> disks, List<Request> plan, Order.Opened opened) {
    Instant now = time.now();
    Instant expires = now.plus(opened.terms().expiresIn());
    writer.publish(
        List.of(new Order.Wave(number, now, expires, disks)),
        commands(disks, plan, (request, of) -> Plan.command(request, of, expires)));
  }

  private Map<String, String> commands(
      List<SnapshotId> disks,
      List<Request> plan,
      BiFunction<Request, CampaignName, String> command) {
    Map<SnapshotId, Request> all =
        plan.stream().collect(Collectors.toMap(Request::id, Function.identity()));
    Map<String, String> commands = new LinkedHashMap<>();
    for (SnapshotId disk : disks) {
      commands.put(disk.value(), command.apply(all.get(disk), name));
    }
    return commands;
  }

  private boolean agrees() {
    if (!Terminal.isWatched()) {
      Terminal.err("Nobody can be asked here; say --yes.");
      return false;
    }
    return name.value().equals(Terminal.ask("To begin, type the campaign's name: ").strip());
  }

  private String line(Standings standings, String why) {
    Pace pace = Pace.of(results, standings, time.now());
    return CampaignText.progress(standings, pace, quotaPerSecond(), why);
  }

  /** Of one project: the most that the fleet starts, as configured here. */
  private double quotaPerSecond() {
    return Math.min(
        configuration.get(LimitKeys.ROLLBACKS_PER_SECOND),
        configuration.get(LimitKeys.ROLLBACKS_PER_MINUTE) / SECONDS);
  }

  /** At Ctrl-C. */
  private void farewell() {
    Terminal.endLine();
    Terminal.err(
        "No longer followed. What was sent goes on; nothing further is sent until:"
            + " rollback-worker campaign resume "
            + name);
  }

  private static void remove(Thread farewell) {
    try {
      Runtime.getRuntime().removeShutdownHook(farewell);
    } catch (IllegalStateException e) {
      // It runs.
    }
  }
}
