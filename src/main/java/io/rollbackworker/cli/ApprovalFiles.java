package io.rollbackworker.cli;

import io.rollbackworker.command.CampaignName;
import io.rollbackworker.policy.Approval;
import io.rollbackworker.policy.HashTree;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What others have signed for a campaign. */
final class ApprovalFiles {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--approval",
      paramLabel = "FILE",
      description = "What rollback-worker approve has printed for somebody else; may be repeated.")
  private List<Path> files = new ArrayList<>();

  boolean areGiven() {
    return !files.isEmpty();
  }

  /** All of them, of this very campaign and these very disks. */
  List<Approval> read(CampaignName name, HashTree disks, Instant now) {
    List<Approval> approvals = new ArrayList<>();
    for (Path file : files) {
      for (String line : Misuse.lines(spec, "--approval", file)) {
        if (!line.isBlank()) {
          approvals.add(checked(file, line.strip(), name, disks, now));
        }
      }
    }
    return approvals;
  }

  private Approval checked(Path file, String line, CampaignName name, HashTree disks, Instant now) {
    Approval approval;
    try {
      approval = Approval.parse(line);
    } catch (IllegalArgumentException e) {
      throw Misuse.of(spec, "--approval %s: %s".formatted(file, e.getMessage()));
    }
    if (!approval.campaign().equals(name)) {
      throw Misuse.of(
          spec,
          "--approval %s is of campaign %s, not of %s".formatted(file, approval.campaign(), name));
    }
    if (approval.disks() != disks.size() || !approval.root().equals(disks.root())) {
      throw Misuse.of(
          spec,
          "--approval %s is of other disks: %,d under %s; here are %,d under %s"
              .formatted(file, approval.disks(), approval.root(), disks.size(), disks.root()));
    }
    if (!now.isBefore(approval.until())) {
      throw Misuse.of(spec, "--approval %s counted until %s".formatted(file, approval.until()));
    }
    return approval;
  }
}
