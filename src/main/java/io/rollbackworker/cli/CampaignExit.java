package io.rollbackworker.cli;

import io.rollbackworker.campaign.Standing;
import io.rollbackworker.campaign.Standings;

/** How a campaign went, as an exit code. */
final class CampaignExit {
  static final String HEADING = "Exit codes:%n";
  static final String EXIT_0 = "0:every disk is completed";
  static final String EXIT_1 = "1:not done, for example because no broker answers";
  static final String EXIT_2 = "2:called wrongly, or a line is wrong: nothing was sent";
  static final String EXIT_3 =
      "3:refused: there is no topic for campaigns, it cannot be read, or outcomes are gone";
  static final String EXIT_4 = "4:over; at least one disk was left out, rejected or failed";
  static final String EXIT_5 =
      "5:over, or halted; at least one disk is in doubt, or ended and nobody knows how";
  static final String EXIT_6 = "6:not over: stopped, halted, or not begun; see resume";

  static final int NOT_OVER = 6;

  private CampaignExit() {}

  /**
   * @param finished nothing is left to be sent or waited for
   */
  static int code(Standings standings, boolean finished) {
    if (standings.count(Standing.IN_DOUBT) + standings.count(Standing.ENDED) > 0) {
      return 5;
    }
    if (!finished) {
      return NOT_OVER;
    }
    return standings.count(Standing.COMPLETED) + standings.count(Standing.REPEATED)
            == standings.of().size()
        ? 0
        : 4;
  }
}
