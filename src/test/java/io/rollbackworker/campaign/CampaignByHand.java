package io.rollbackworker.campaign;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.rollbackworker.command.Audit;
import io.rollbackworker.command.CampaignName;
import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.VolumeId;
import io.rollbackworker.outcome.Observed;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Subject;
import io.rollbackworker.outcome.Told;
import io.rollbackworker.request.Mistakes;
import io.rollbackworker.request.Request;
import io.rollbackworker.request.Requests;
import io.rollbackworker.request.Row;
import io.rollbackworker.testing.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A campaign whose steps are done, and answered, by a test. */
final class CampaignByHand {
  static final CampaignName NAME = new CampaignName("ransom-11");

  final List<Request> plan;
  Results results = new Results(NAME, 0);
  Campaign campaign;
  Instant now = Samples.NOW;
  private int sweepFrom;

  CampaignByHand(int disks, Terms terms) throws Mistakes {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < disks; i++) {
      rows.add(
          new Row(
              "line " + (i + 1),
              JsonNodeFactory.instance.objectNode().put("snapshot_id", disk(i).value())));
    }
    this.plan =
        Plan.check(
            rows,
            JsonNodeFactory.instance.objectNode(),
            NAME,
            new Requests(new CommandDecoder(65_536), Set.of()));
    this.campaign = Campaign.of(NAME).with(opened(disks, terms));
  }

  static SnapshotId disk(int i) {
    return new SnapshotId("00000000-0000-4000-8000-%012d".formatted(i));
  }

  private Order.Opened opened(int disks, Terms terms) {
    return new Order.Opened(now, "nina", disks, 1, Map.of(), terms, List.of());
  }

  void terms(Terms terms) {
    campaign = campaign.with(opened(plan.size(), terms));
  }

  /** Begins anew: what was found is old. */
  void another() {
    sweepFrom = campaign.sweeps().size();
    results = new Results(NAME, sweepFrom);
  }

  Standings standings() {
    return Standings.of(plan, campaign, results);
  }

  Step next(boolean confirmed) {
    return new Steering(plan, sweepFrom).next(campaign, standings(), results, confirmed, now);
  }

  Step next() {
    return next(true);
  }

  /** As the runner does it, but that nothing is sent. */
  Step act() {
    Step step = next();
    switch (step) {
      case Step.Check(int number, List<SnapshotId> disks) ->
          campaign = campaign.with(new Order.Sweep(number, now, disks));
      case Step.Send(int number, List<SnapshotId> disks) ->
          campaign = campaign.with(new Order.Wave(number, now, now.plusSeconds(60), disks));
      case Step.Ask _, Step.Wait _, Step.Halt _, Step.Finished _ -> {}
    }
    return step;
  }

  /** The whole sweep; every disk would proceed. */
  void swept() {
    while (act() instanceof Step.Check(int number, List<SnapshotId> disks)) {
      disks.forEach(disk -> checked(disk, Result.Would.PROCEED));
    }
    // The step that came after the sweep was the canary or the first wave.
  }

  void checked(SnapshotId disk, Result.Would would) {
    checked(disk, null, new Result.Checked(would, null, Observed.NOTHING, null));
  }

  void checked(SnapshotId disk, @Nullable VolumeId volume, Result result) {
    int sweep = Math.max(0, campaign.sweeps().size() - 1);
    var _ = hear(disk, volume, NAME.checkId(sweep, disk), null, result);
  }

  void told(SnapshotId disk, Result result) {
    var _ = hear(disk, NAME.commandId(disk), null, result);
  }

  void told(List<SnapshotId> disks, Result result) {
    disks.forEach(disk -> told(disk, result));
  }

  boolean hear(SnapshotId disk, CommandId id, @Nullable CommandId original, Result result) {
    return hear(disk, null, id, original, result);
  }

  private boolean hear(
      SnapshotId disk,
      @Nullable VolumeId volume,
      CommandId id,
      @Nullable CommandId original,
      Result result) {
    return results.hear(
        new Outcome(
            new Subject(disk, volume, null, id, Samples.place(0), Audit.NONE, null, null),
            Samples.place(0),
            original == null ? null : new Outcome.Original(original, "event"),
            new Told<>(1, now, "worker-1", null, result)),
        now);
  }

  static Result completed() {
    return new Result.Completed(Observed.NOTHING);
  }
}
