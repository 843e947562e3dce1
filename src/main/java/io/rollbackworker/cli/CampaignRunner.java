package io.rollbackworker.cli;

import io.rollbackworker.campaign.Campaign;
import io.rollbackworker.campaign.CampaignText;
import io.rollbackworker.campaign.Order;
import io.rollbackworker.campaign.Pace;
import io.rollbackworker.campaign.Plan;
import io.rollbackworker.campaign.Results;
import io.rollbackworker.campaign.Standing;
import io.rollbackworker.campaign.Standings;
import io.rollbackworker.campaign.Steering;
import io.rollbackworker.campaign.Step;
import io.rollbackworker.campaign.Terms;
import io.rollbackworker.command.CampaignName;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.client.CampaignTopic;
import io.rollbackworker.kafka.client.CampaignTopic.TakenOver;
import io.rollbackworker.kafka.client.OutcomeReader;
import io.rollbackworker.request.Message;
import io.rollbackworker.request.Request;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Does what a campaign's steering says, and shows how far it is. */
final class CampaignRunner {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration SILENCE = Duration.ofMinutes(1);

  /** What was found longer ago is asked again; so long a question may wait for its answer. */
  private static final Duration FRESH = Duration.ofMinutes(10);

  private final CampaignTopic topic;
  private final CampaignTopic.Writer writer;
  private final CampaignName name;
  private final Terms terms;
  private final List<Request> plan;
  private final Map<SnapshotId, Request> requests;
  private final CampaignSigning signing;
  private final CampaignConsent consent;
  private final double quotaPerSecond;
  private final Time time;
  private Steering steering;
  private Results results;
  private final Instant begunAt;
  private Instant heardAt;
  private boolean confirmed;

  /**
   * @param quotaPerSecond the most rollbacks of a project that the fleet starts
   */
  CampaignRunner(
      CampaignTopic topic,
      CampaignTopic.Writer writer,
      Campaign campaign,
      List<Request> plan,
      CampaignSigning signing,
      CampaignConsent consent,
      double quotaPerSecond,
      Time time) {
    this.topic = topic;
    this.writer = writer;
    this.name = campaign.name();
    this.terms = campaign.opened().orElseThrow().terms();
    this.plan = plan;
    this.requests = plan.stream().collect(Collectors.toMap(Request::id, Function.identity()));
    this.signing = signing;
    this.consent = consent;
    this.quotaPerSecond = quotaPerSecond;
    this.time = time;
    this.begunAt = time.now();
    this.heardAt = begunAt;
    // What another run has found may be old, unless the campaign began with it.
    int sweep = campaign.waves().isEmpty() ? campaign.sweeps().size() : 0;
    this.steering = new Steering(plan, sweep);
    this.results = new Results(name, sweep);
  }

  /** Until it is over, halts, or is stopped; the exit code. */
  int run(OutcomeReader outcomes) throws ContractBroken, TakenOver {
    outcomes.readToEnd(this::hear);
    try (Progress progress = new Progress(time)) {
      while (true) {
        topic.refresh();
        Campaign campaign = topic.of(name);
        Standings standings = Standings.of(plan, campaign, results);
        Step step = steering.next(campaign, standings, results, confirmed, time.now());
        if (!(step instanceof Step.Wait || step instanceof Step.Check)) {
          progress.endLine();
        }
        switch (step) {
          case Step.Wait(String why) -> {
            outcomes.poll(POLL).forEach(this::hear);
            progress.show(() -> line(standings, why));
          }
          case Step.Check(int number, List<SnapshotId> disks) -> check(number, disks);
          case Step.Send(int number, List<SnapshotId> disks) -> send(number, disks);
          case Step.Ask() -> {
            if (!agrees(campaign, standings)) {
              return CampaignExit.code(standings, false);
            }
          }
          case Step.Halt(String why) -> {
            Terminal.err("Halted: " + why);
            Terminal.out(name + ": " + standings.inWords());
            return CampaignExit.code(standings, false);
          }
          case Step.Finished() -> {
            Terminal.out(name + ": " + standings.inWords());
            return CampaignExit.code(standings, true);
          }
        }
      }
    }
  }

  private void hear(OutcomeReader.Event event) {
    Connection.decode(event)
        .filter(outcome -> results.hear(outcome, time.now()))
        .ifPresent(outcome -> heardAt = time.now());
  }

  private boolean agrees(Campaign campaign, Standings standings) {
    CampaignText.question(plan, terms, results).forEach(Terminal::err);
    long leftOut = standings.count(Standing.LEFT_OUT);
    boolean isTooMuch = consent.isGivenUnasked() && leftOut > terms.limit();
    if (isTooMuch) {
      Terminal.err(
          "%,d disks would be left out, more than the limit of %,d: say --limit N, or not --yes."
              .formatted(leftOut, terms.limit()));
    }
    if (isTooMuch || !consent.isGivenFor(name)) {
      Terminal.err("Nothing was sent. To begin after all: rollback-worker campaign resume " + name);
      return false;
    }
    if (steering.sweptSince(campaign, time.now().minus(FRESH))) {
      confirmed = true;
    } else {
      Terminal.err("That was found more than ten minutes ago; it is asked again.");
      steering = new Steering(plan, campaign.sweeps().size());
      results = new Results(name, campaign.sweeps().size());
    }
    return true;
  }

  private void check(int number, List<SnapshotId> disks) throws TakenOver {
    Instant now = time.now();
    publish(
        new Order.Sweep(number, now, disks),
        disks,
        request -> Plan.check(request, name, number, signing.expiry(now, FRESH)));
  }

  private void send(int number, List<SnapshotId> disks) throws TakenOver {
    Terminal.err(
        "%s: %,d disks".formatted(number == 0 ? "canary" : "wave " + number, disks.size()));
    Instant now = time.now();
    Instant expires = signing.expiry(now, terms.expiresIn());
    publish(
        new Order.Wave(number, now, expires, disks),
        disks,
        request -> Plan.command(request, name, expires));
  }

  private void publish(Order order, List<SnapshotId> disks, Function<Request, String> command)
      throws TakenOver {
    Map<SnapshotId, Message> commands = new LinkedHashMap<>();
    for (SnapshotId disk : disks) {
      String json = command.apply(Objects.requireNonNull(requests.get(disk)));
      commands.put(disk, signing.message(disk, json));
    }
    writer.publish(List.of(order), List.of(), commands);
  }

  private String line(Standings standings, String why) {
    Duration silent = Duration.between(heardAt, time.now());
    String silence =
        silent.compareTo(SILENCE) < 0
            ? ""
            : "; nothing was told for %d min: does a broker answer, do workers run?"
                .formatted(silent.toMinutes());
    Pace pace = Pace.of(results, standings, begunAt, time.now());
    return CampaignText.progress(standings, pace, quotaPerSecond, why) + silence;
  }
}
