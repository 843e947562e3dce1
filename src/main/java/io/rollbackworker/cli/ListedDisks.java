package io.rollbackworker.cli;

import io.rollbackworker.campaign.Plan;
import io.rollbackworker.command.CampaignName;
import io.rollbackworker.config.Configuration;
import io.rollbackworker.policy.HashTree;
import io.rollbackworker.request.Mistakes;
import io.rollbackworker.request.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** The disks of a campaign, for who runs it and who approves of it alike. */
final class ListedDisks {
  private ListedDisks() {}

  /** The plan that a person names, all of it checked; at least one disk. */
  static List<Request> read(
      String plan,
      CommandOptions options,
      CampaignName name,
      Configuration configuration,
      @Nullable CommandSpec spec)
      throws Mistakes {
    List<Request> requests =
        Plan.check(
            CommandRows.read(plan, spec),
            options.fields(null),
            name,
            Connection.requests(configuration));
    if (requests.isEmpty()) {
      throw Misuse.of(spec, plan + " lists no disk");
    }
    return requests;
  }

  /** What an approval is of. */
  static HashTree tree(List<Request> plan) {
    return new HashTree(plan.stream().map(Request::id).toList());
  }
}
