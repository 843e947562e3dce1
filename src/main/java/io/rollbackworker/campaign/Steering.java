package io.rollbackworker.campaign;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.VolumeId;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Result.Would;
import io.rollbackworker.request.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Decides what a campaign does next, by what stands on its topic and what was told. */
public final class Steering {
  /** So many dry runs at once: each waits ten seconds at most for the read quota. */
  static final int SWEEP = 50;

  private static final Set<ErrorCode> POLICY =
      EnumSet.of(
          ErrorCode.SIGNATURE_INVALID,
          ErrorCode.REQUESTER_UNKNOWN,
          ErrorCode.NOT_PERMITTED,
          ErrorCode.OUTSIDE_WINDOW,
          ErrorCode.APPROVAL_MISSING);

  /** So long a doubt of the canary may end by itself. */
  static final Duration DOUBT = Duration.ofMinutes(5);

  private final List<Request> plan;
  private final int sweepFrom;

  /**
   * @param sweepFrom number of the first sweep that counts: what was found earlier is old
   */
  public Steering(List<Request> plan, int sweepFrom) {
    this.plan = List.copyOf(plan);
    this.sweepFrom = sweepFrom;
  }

  /** Whether every sweep that counts was made then or later. */
  public boolean sweptSince(Campaign campaign, Instant time) {
    return campaign.sweeps().stream()
        .filter(sweep -> sweep.number() >= sweepFrom)
        .noneMatch(sweep -> sweep.at().isBefore(time));
  }

  /**
   * @param confirmed whether a person has said that it begins
   */
  public Step next(
      Campaign campaign, Standings standings, Results results, boolean confirmed, Instant now) {
    Order.Stopped stopped = campaign.stopped();
    if (stopped != null) {
      return new Step.Halt("stopped by %s: %s".formatted(stopped.requestedBy(), stopped.reason()));
    }
    Terms terms = campaign.opened().map(Order.Opened::terms).orElseThrow();
    List<Order.Wave> waves = campaign.waves();
    if (!waves.isEmpty()) {
      return goOn(terms, waves.getLast(), standings, results, now);
    }
    return sweep(campaign, standings)
        .or(() -> obstacle(terms, standings, results))
        .orElseGet(
            () -> confirmed ? send(terms, terms.canary() > 0 ? 0 : 1, standings) : new Step.Ask());
  }

  private Optional<Step> sweep(Campaign campaign, Standings standings) {
    List<SnapshotId> unchecked = standings.all(Standing.UNCHECKED);
    Set<SnapshotId> swept = campaign.swept(sweepFrom);
    List<SnapshotId> next = unchecked.stream().filter(id -> !swept.contains(id)).toList();
    if (!next.isEmpty() && unchecked.size() - next.size() <= SWEEP / 2) {
      long before = campaign.sweeps().stream().filter(s -> s.number() >= sweepFrom).count();
      int number = sweepFrom + (int) before;
      return Optional.of(new Step.Check(number, next.subList(0, Math.min(SWEEP, next.size()))));
    }
    return unchecked.isEmpty()
        ? Optional.empty()
        : Optional.of(new Step.Wait("the sweep, which asks whether each disk may be rolled back"));
  }

  /** Why it cannot begin. */
  private Optional<Step> obstacle(Terms terms, Standings standings, Results results) {
    Map<VolumeId, SnapshotId> volumes = new HashMap<>();
    for (SnapshotId id : standings.all(Standing.PLANNED)) {
      VolumeId volume = results.check(id).map(told -> told.subject().volumeId()).orElse(null);
      SnapshotId other = volume == null ? null : volumes.putIfAbsent(volume, id);
      if (other != null) {
        return halt(
            "snapshots %s and %s are of one volume, %s, which can go back to one; nothing was sent"
                .formatted(other, id, volume));
      }
    }
    List<OutcomeError> unpermitted =
        plan.stream().flatMap(request -> unpermitted(request.id(), results)).toList();
    if (!unpermitted.isEmpty()) {
      OutcomeError first = unpermitted.getFirst();
      return halt(
          "the workers' policy does not let %,d of %,d disks be rolled back now; nothing was sent. %s: %s %s"
              .formatted(
                  unpermitted.size(), plan.size(), first.code(), first.message(), first.remedy()));
    }
    long others =
        terms.allOrNone()
            ? plan.stream().filter(request -> !mayNow(request.id(), results)).count()
            : 0;
    if (others > 0) {
      return halt(
          "all or none: %,d of %,d disks may not be rolled back now; nothing was sent"
              .formatted(others, plan.size()));
    }
    return standings.count(Standing.PLANNED) == 0
        ? halt("none of its disks may be rolled back; nothing was sent")
        : Optional.empty();
  }

  private static Optional<Step> halt(String why) {
    return Optional.of(new Step.Halt(why));
  }

  /** Whoever asks may not, or not now, or not alone: it is nothing about the disk. */
  private static Stream<OutcomeError> unpermitted(SnapshotId id, Results results) {
    return results
        .check(id)
        .map(told -> told.result().errorOrNull())
        .filter(error -> POLICY.contains(error.code()))
        .stream();
  }

  private static boolean mayNow(SnapshotId id, Results results) {
    return results.checked(id).map(Result.Checked::would).filter(Would.PROCEED::equals).isPresent();
  }

  private static Step send(Terms terms, int number, Standings standings) {
    List<SnapshotId> planned = standings.all(Standing.PLANNED);
    int most = number == 0 ? terms.canary() : terms.wave();
    return new Step.Send(number, planned.subList(0, Math.min(most, planned.size())));
  }

  private static Step goOn(
      Terms terms, Order.Wave last, Standings standings, Results results, Instant now) {
    if (last.number() == 0) {
      Optional<Step> canary = canary(terms, last, standings, results, now);
      if (canary.isPresent()) {
        return canary.get();
      }
    }
    if (standings.bad() > terms.limit()) {
      return new Step.Halt(
          ("%,d disks are rejected, failed, in doubt, or ended and nobody knows how, more than the"
                  + " limit of %,d; to go on: campaign resume --limit N")
              .formatted(standings.bad(), terms.limit()));
    }
    if (!standings.allAre(last.snapshots(), s -> s != Standing.SENT)) {
      return new Step.Wait("the answers to wave " + last.number());
    }
    if (standings.count(Standing.PLANNED) > 0) {
      return send(terms, last.number() + 1, standings);
    }
    if (standings.count(Standing.UNCHECKED) > 0) {
      return new Step.Halt(
          "what the sweep found of %,d disks is not known any more; begin another campaign with them"
              .formatted(standings.count(Standing.UNCHECKED)));
    }
    if (standings.count(Standing.IN_DOUBT) > 0) {
      return new Step.Wait("doubts to end; those that stay: rollback-worker resolve --list");
    }
    return standings.count(Standing.RUNNING) > 0
        ? new Step.Wait("rollbacks that run")
        : new Step.Finished();
  }

  /** Empty: it is over, and well, or judged. */
  private static Optional<Step> canary(
      Terms terms, Order.Wave wave, Standings standings, Results results, Instant now) {
    Instant last = Instant.MIN;
    boolean isOver = true;
    for (SnapshotId id : wave.snapshots()) {
      Standing standing = standings.of(id);
      Instant heard = results.answer(id).map(Results.Answer::heardAt).orElse(now);
      boolean mayEnd = standing == Standing.IN_DOUBT && now.isBefore(heard.plus(DOUBT));
      if (standing.isBad() && !mayEnd && !terms.judged()) {
        return halt(
            ("disk %s of the canary is %s, not completed; to go on nevertheless: campaign resume"
                    + " --limit N")
                .formatted(id, Standings.word(standing)));
      }
      isOver &= standing.isOver() || (standing.isBad() && terms.judged());
      last = heard.isAfter(last) ? heard : last;
    }
    if (!isOver) {
      return Optional.of(new Step.Wait("the canary"));
    }
    Instant end = last.plus(terms.pause());
    return now.isBefore(end)
        ? Optional.of(new Step.Wait("the pause after the canary, until " + end))
        : Optional.empty();
  }
}
