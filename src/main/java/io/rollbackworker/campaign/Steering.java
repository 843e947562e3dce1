package io.rollbackworker.campaign;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Result.Would;
import io.rollbackworker.request.Request;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Decides what a campaign does next, by what stands on its topic and what was told. */
public final class Steering {
  /** So many dry runs at once: each waits ten seconds at most for the read quota. */
  static final int SWEEP = 50;

  private final List<Request> plan;
  private final Terms terms;

  public Steering(List<Request> plan, Terms terms) {
    this.plan = List.copyOf(plan);
    this.terms = terms;
  }

  /**
   * @param confirmed whether a person has said that it begins
   */
  public Step next(Campaign campaign, Results results, boolean confirmed, Instant now) {
    Order.Stopped stopped = campaign.stopped();
    if (stopped != null) {
      return new Step.Halt("stopped by %s: %s".formatted(stopped.requestedBy(), stopped.reason()));
    }
    Standings standings = Standings.of(plan, campaign, results);
    List<Order.Wave> waves = campaign.waves();
    if (waves.isEmpty()) {
      Optional<Step> sweeping = sweep(campaign, standings);
      if (sweeping.isPresent()) {
        return sweeping.get();
      }
      Optional<Step> obstacle = obstacle(results, standings);
      if (obstacle.isPresent()) {
        return obstacle.get();
      }
      return confirmed ? send(terms.canary() > 0 ? 0 : 1, standings) : new Step.Ask();
    }
    return goOn(waves.getLast(), standings, results, now);
  }

  private Optional<Step> sweep(Campaign campaign, Standings standings) {
    List<SnapshotId> unchecked = standings.all(Standing.UNCHECKED);
    List<SnapshotId> next =
        unchecked.stream().filter(id -> !campaign.swept().contains(id)).toList();
    if (!next.isEmpty() && unchecked.size() - next.size() <= SWEEP / 2) {
      return Optional.of(
          new Step.Check(campaign.sweeps().size(), next.subList(0, Math.min(SWEEP, next.size()))));
    }
    return unchecked.isEmpty()
        ? Optional.empty()
        : Optional.of(new Step.Wait("the sweep asks whether each disk may be rolled back"));
  }

  /** Why it cannot begin. */
  private Optional<Step> obstacle(Results results, Standings standings) {
    if (terms.allOrNone()) {
      long others = plan.stream().filter(request -> !mayNow(request.id(), results)).count();
      if (others > 0) {
        return Optional.of(
            new Step.Halt(
                "all or none: %,d of %,d disks may not be rolled back now; nothing was sent"
                    .formatted(others, plan.size())));
      }
    }
    return standings.count(Standing.PLANNED) == 0
        ? Optional.of(new Step.Halt("none of its disks may be rolled back; nothing was sent"))
        : Optional.empty();
  }

  private static boolean mayNow(SnapshotId id, Results results) {
    return results.check(id).map(Result.Checked::would).filter(Would.PROCEED::equals).isPresent();
  }

  private Step send(int number, Standings standings) {
    List<SnapshotId> planned = standings.all(Standing.PLANNED);
    int most = number == 0 ? terms.canary() : terms.wave();
    return new Step.Send(number, planned.subList(0, Math.min(most, planned.size())));
  }

  private Step goOn(Order.Wave last, Standings standings, Results results, Instant now) {
    if (standings.bad() > terms.limit()) {
      return new Step.Halt(
          ("%,d disks are rejected, failed, doubtful or ended without anybody knowing how, more"
                  + " than the limit of %,d; to go on: campaign resume --limit N")
              .formatted(standings.bad(), terms.limit()));
    }
    if (last.number() == 0 && terms.canary() > 0) {
      if (!standings.allAre(last.snapshots(), s -> !s.isBad())) {
        return new Step.Halt(
            "a disk of the canary is not completed; to go on nevertheless: campaign resume --limit"
                + " N");
      }
      if (!standings.allAre(last.snapshots(), Standing::isOver)) {
        return new Step.Wait("the canary");
      }
      if (now.isBefore(last(results).plus(terms.pause()))) {
        return new Step.Wait(
            "the pause after the canary, until " + last(results).plus(terms.pause()));
      }
    }
    if (!standings.allAre(last.snapshots(), s -> s != Standing.SENT)) {
      return new Step.Wait("the answers to wave " + last.number());
    }
    if (standings.count(Standing.PLANNED) > 0) {
      return send(last.number() + 1, standings);
    }
    return standings.count(Standing.RUNNING) + standings.count(Standing.IN_DOUBT) > 0
        ? new Step.Wait("rollbacks that run or are in doubt")
        : new Step.Finished();
  }

  private static Instant last(Results results) {
    List<Instant> ends = results.ends();
    return ends.isEmpty() ? Instant.MIN : ends.getLast();
  }
}
