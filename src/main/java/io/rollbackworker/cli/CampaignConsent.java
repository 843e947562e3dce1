package io.rollbackworker.cli;

import io.rollbackworker.command.CampaignName;
import picocli.CommandLine.Option;

/** How a person says that a campaign begins, or goes on after a stop. */
final class CampaignConsent {
  @Option(
      names = "--yes",
      description = "Without a question, for scripts; not where more than --limit are left out.")
  private boolean yes;

  boolean isGivenUnasked() {
    return yes;
  }

  boolean isGivenFor(CampaignName name) {
    if (yes) {
      return true;
    }
    if (!Terminal.isWatched()) {
      Terminal.err("Nobody can be asked here; say --yes.");
      return false;
    }
    return name.value().equals(Terminal.ask("To go on, type the campaign's name: ").strip());
  }
}
