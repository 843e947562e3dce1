package io.rollbackworker.cli;

import io.rollbackworker.campaign.Campaign;
import io.rollbackworker.campaign.CampaignPage;
import io.rollbackworker.campaign.CampaignReport;
import io.rollbackworker.command.CampaignName;
import io.rollbackworker.config.Configuration;
import io.rollbackworker.kafka.client.CampaignTopic;
import io.rollbackworker.time.Time;
import io.rollbackworker.worker.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "report",
    description = {
      "How a campaign went: counts, and each disk that is not as was asked, with the reason.",
      "Example:",
      "  rollback-worker campaign report ransom-11 --html report.html"
    },
    mixinStandardHelpOptions = true)
final class CampaignReportCommand implements Callable<Integer> {
  @Mixin private Connection connection = new Connection();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "The campaign.")
  private @Nullable CampaignName name;

  @Option(names = "--json", description = "As JSON, with every change of every disk.")
  private boolean json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Also as one page with a chart, which needs nothing else.")
  private @Nullable Path html;

  @Override
  public Integer call() throws Exception {
    Configuration configuration = connection.load();
    try (CampaignTopic topic = new CampaignTopic(Settings.kafka(configuration))) {
      Campaign campaign = topic.of(Objects.requireNonNull(name));
      Instant now = Time.system().now();
      Campaigns.History history =
          Campaigns.history(campaign, Campaigns.opened(campaign, topic, spec), configuration, now);
      CampaignReport report = CampaignReport.of(campaign, history.plan(), history.results(), now);
      if (html != null) {
        write(html, CampaignPage.of(report));
      }
      if (json) {
        report.json().lines().forEach(Terminal::out);
      } else {
        report.lines().forEach(Terminal::out);
      }
      return 0;
    }
  }

  private void write(Path file, String page) {
    try {
      Files.writeString(file, page);
      Terminal.err("written: " + file);
    } catch (IOException e) {
      throw Misuse.of(
          spec, "--html " + file + " cannot be written (" + e.getClass().getSimpleName() + ")");
    }
  }
}
