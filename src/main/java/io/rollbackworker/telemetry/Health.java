package io.rollbackworker.telemetry;

import io.rollbackworker.outcome.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * What keeps a worker from its work. Pure.
 *
 * @param live false: only a restart helps
 * @param ready false: a finding blocks
 * @param findings the worst first
 */
public record Health(boolean live, boolean ready, List<Finding> findings) {
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
      add(findings, true, "the worker is stopping", "it was told to", "Nothing: it hands over.");
    } else if (broken) {
      add(
          findings,
          true,
          "the worker is broken",
          String.valueOf(report.broken()),
          "Restart it; its log says why.");
    } else {
      judgeMembership(report, findings);
    }
    report.lanes().forEach(lane -> judge(lane, findings));
    report.clouds().stream()
        .filter(WorkerReport.CloudRow::out)
        .map(Health::out)
        .forEach(findings::add);
    report.frozen().forEach((project, why) -> findings.add(frozen(project, why)));
    judgeDoubts(report, findings);
    boolean ready = findings.stream().noneMatch(Finding::blocks);
    findings.sort((one, other) -> Boolean.compare(other.blocks(), one.blocks()));
    return new Health(!broken, ready, List.copyOf(findings));
  }

  private static void add(
      List<Finding> findings, boolean blocks, String what, String why, String remedy) {
    findings.add(new Finding(blocks, what, why, remedy));
  }

  private static void judgeMembership(WorkerReport report, List<Finding> findings) {
    if (!report.hasItsShare()) {
      add(
          findings,
          true,
          "no partitions yet",
          "the group " + report.group() + " has not shared them out since this worker joined",
          "Wait for the rebalance; if it lasts, look whether the brokers can be reached.");
    } else if (report.lanes().isEmpty()) {
      add(
          findings,
          false,
          "no partitions",
          "there are as many workers as partitions, or more",
          "Nothing: it takes over when another worker goes.");
    }
    if (!report.hearsOrders()) {
      add(
          findings,
          true,
          "the control topic cannot be read",
          "so everything counts as frozen",
          "Look whether the brokers can be reached from here.");
    }
  }

  private static void judgeDoubts(WorkerReport report, List<Finding> findings) {
    if (report.doubts().count() > 0) {
      add(
          findings,
          false,
          "commands in doubt: " + report.doubts().count(),
          "a request was sent, and nobody can say yet what it did",
          "Wait for proof, or find out in the cloud's console and say so with: rollback-worker"
              + " resolve.");
    }
    int held = report.lanes().stream().mapToInt(WorkerReport.LaneRow::heldForNewer).sum();
    if (held > 0) {
      add(
          findings,
          false,
          "commands held: " + held,
          "a newer version of rollback-worker wrote what is remembered of their snapshots",
          "Finish the upgrade: a newer worker answers them.");
    }
  }

  private static void judge(WorkerReport.LaneRow lane, List<Finding> findings) {
    String what = "partition " + lane.partition() + " is " + Json.name(lane.state());
    switch (lane.state()) {
      case RUNNING -> {}
      case STUCK ->
          add(
              findings,
              true,
              what,
              lane.why(),
              "Look at the brokers; if they are well, restart this worker.");
      case BLOCKED ->
          add(
              findings,
              true,
              what,
              lane.why(),
              "Do what the reason says; the worker tries again by itself.");
      case OPENING, RESTORING ->
          add(findings, true, what, lane.why(), "Wait; a large ledger takes some seconds.");
    }
  }

  private static Finding out(WorkerReport.CloudRow cloud) {
    return new Finding(
        false,
        "the cloud of project " + cloud.project() + " is out",
        cloud.why(),
        "Look whether it can be reached from here; commands wait up to their deadlines, and it is"
            + " tried again by itself.");
  }

  private static Finding frozen(String project, String why) {
    return new Finding(
        false,
        "nothing is sent for project " + project,
        why,
        "When the reason is gone: rollback-worker thaw (or thaw --project " + project + ").");
  }
}
