package io.rollbackworker.bench;

/**
 * What came of the commands of one {@link KillRun}.
 *
 * @param twice snapshots that were rolled back more than once, for one command
 * @param lost commands that were neither carried out nor answered
 * @param unanswered carried out, and nobody was told
 * @param wrong the answer says otherwise than what was done
 * @param doubtful told as such in the end
 */
record Killed(
    String arm,
    int commands,
    int kills,
    int twice,
    int lost,
    int unanswered,
    int wrong,
    int doubtful) {}
