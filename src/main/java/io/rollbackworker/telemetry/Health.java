package io.rollbackworker.telemetry;

import io.rollbackworker.outcome.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What keeps a worker from its work. Pure.
 *
 * @param live false: only a restart helps
 * @param ready false: a finding blocks
 * @param findings the worst first
 */
public record Health(boolean live, boolean ready, List<Finding> findings) {
  /** What renews certificates does so at two thirds of their life; this is too late. */
  private static final Duration RENEWED_BEFORE = Duration.ofDays(7);

  /**
   * Something that a person may want to know or do.
   *
   * @param blocks whether the worker counts as not ready because of it; what lies outside of the
   *     worker (the cloud, a freeze) does not, so that workers can be replaced meanwhile
   */
  public record Finding(boolean blocks, String what, String why, String remedy) {}

  public static Health of(WorkerReport report) {
    List<Finding> findings = new ArrayList<>();
    boolean broken = !report.stopping() && report.broken() != null;
    if (report.stopping()) {
      block(findings, "the worker is stopping", "it was told to", "Nothing: it hands over.");
    } else if (broken) {
      block(
          findings,
          "the worker is broken",
          String.valueOf(report.broken()),
          "Restart it; its log says why.");
    } else {
      judgeMembership(report, findings);
    }
    report.lanes().forEach(lane -> judge(lane, findings));
    report.clouds().stream()
        .filter(WorkerReport.CloudRow::out)
        .forEach(
            cloud ->
                note(
                    findings,
                    "the cloud of project " + cloud.project() + " is out",
                    cloud.why(),
                    "Look whether it can be reached from here; commands wait up to their"
                        + " deadlines, and it is tried again by itself."));
    report
        .frozen()
        .forEach(
            (project, why) ->
                note(
                    findings,
                    "nothing is sent for project " + project,
                    why,
                    "When the reason is gone: rollback-worker thaw (or thaw --project "
                        + project
                        + ")."));
    report
        .certificatesEnd()
        .forEach(
            (shownTo, end) -> {
              if (end.isBefore(report.at().plus(RENEWED_BEFORE))) {
                note(
                    findings,
                    "the certificate for " + shownTo + " ends",
                    "it is good until " + end,
                    "Renew its file; it is read again, no restart is needed.");
              }
            });
    String outdated = report.policy().problem();
    if (outdated != null) {
      note(
          findings,
          "an older policy is in force",
          "the file of rules.policy-file cannot be used: " + outdated,
          "Correct the file; it is read again, no restart is needed.");
    }
    judgeDoubts(report, findings);
    boolean ready = findings.stream().noneMatch(Finding::blocks);
    findings.sort((one, other) -> Boolean.compare(other.blocks(), one.blocks()));
    return new Health(!broken, ready, List.copyOf(findings));
  }

  private static void block(List<Finding> findings, String what, String why, String remedy) {
    findings.add(new Finding(true, what, why, remedy));
  }

  private static void note(List<Finding> findings, String what, String why, String remedy) {
    findings.add(new Finding(false, what, why, remedy));
  }

  private static void judgeMembership(WorkerReport report, List<Finding> findings) {
    if (!report.hasItsShare()) {
      block(
          findings,
          "no partitions yet",
          "the group " + report.group() + " has not shared them out since this worker joined",
          "Wait for the rebalance; if it lasts, look whether the brokers can be reached.");
    } else if (report.lanes().isEmpty()) {
      note(
          findings,
          "no partitions",
          "there are as many workers as partitions, or more",
          "Nothing: it takes over when another worker goes.");
    }
    if (!report.hearsOrders()) {
      block(
          findings,
          "the control topic cannot be read",
          "so everything counts as frozen",
          "Look whether the brokers can be reached from here.");
    }
  }

  private static void judgeDoubts(WorkerReport report, List<Finding> findings) {
    if (report.doubts().count() > 0) {
      note(
          findings,
          "commands in doubt: " + report.doubts().count(),
          "a request was sent, and nobody can say yet what it did",
          "Wait for proof, or find out in the cloud's console and say so with: rollback-worker"
              + " resolve.");
    }
    int held = report.lanes().stream().mapToInt(WorkerReport.LaneRow::heldForNewer).sum();
    if (held > 0) {
      note(
          findings,
          "commands held: " + held,
          "a newer version of rollback-worker wrote what is remembered of their snapshots",
          "Finish the upgrade: a newer worker answers them.");
    }
  }

  private static void judge(WorkerReport.LaneRow lane, List<Finding> findings) {
    String what = "partition " + lane.partition() + " is " + Json.name(lane.state());
    Optional<String> remedy =
        switch (lane.state()) {
          case RUNNING -> Optional.empty();
          case OBSTRUCTED -> {
            note(findings, what, lane.why(), "Find whose producer it is; end its transaction.");
            yield Optional.empty();
          }
          case FULL -> {
            note(
                findings,
                what,
                lane.why(),
                "Find out why these wait: busy volumes, a freeze, a limit.");
            yield Optional.empty();
          }
          case STUCK -> Optional.of("Look at the brokers; if they are well, restart this worker.");
          case BLOCKED -> Optional.of("Do what the reason says; the worker tries again by itself.");
          case OPENING, RESTORING -> Optional.of("Wait; a large ledger takes some seconds.");
        };
    remedy.ifPresent(todo -> block(findings, what, lane.why(), todo));
  }
}
