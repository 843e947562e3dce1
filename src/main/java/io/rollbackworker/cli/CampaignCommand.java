package io.rollbackworker.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "campaign",
    description = {
      "Rolls many disks back as one: a sweep that only asks, a question, a canary, then waves that"
          + " go on only while little goes wrong.",
      "Examples:",
      "  rollback-worker campaign run plan.csv --name ransom-11 --reason \"incident 4711\"",
      "  rollback-worker campaign status ransom-11",
      "  rollback-worker campaign resume ransom-11",
      "  rollback-worker campaign report ransom-11 --html report.html"
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      CampaignRunCommand.class,
      CampaignResumeCommand.class,
      CampaignStatusCommand.class,
      CampaignStopCommand.class,
      CampaignReportCommand.class
    })
final class CampaignCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw Misuse.of(spec, "Say what to do: run, resume, status, stop or report");
  }
}
