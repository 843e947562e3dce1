package io.rollbackworker.dev.demo;

import static io.rollbackworker.outcome.ErrorCode.COMMAND_ID_REUSED;
import static io.rollbackworker.outcome.ErrorCode.SUPERSEDES_MISMATCH;

import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.Simulator;

/** What refers to the answers of the first phase. */
final class SecondPhase extends Script {
  SecondPhase(Simulator cloud) {
    super("second", cloud);

    say("the sample again", json(SeedWorld.SNAPSHOT, ""), duplicate("completed", ""));
    say(
        "and again, with a command id of its own",
        json(SeedWorld.SNAPSHOT, "\"command_id\":\"other\""),
        duplicate("completed", ""));
    say("dry run of a duplicate", json(SeedWorld.SNAPSHOT, "\"dry_run\":true"), would("duplicate"));
    say(
        "the attached volume again, same command id",
        command("volume-in-use", "\"command_id\":\"in-use-1\""),
        duplicate("rejected", "VOLUME_IN_USE"));
    say(
        "the same command id for something else",
        command(
            "volume-in-use", "\"command_id\":\"in-use-1\",\"expires_at\":\"2099-01-01T00:00:00Z\""),
        rejected(COMMAND_ID_REUSED));
    say(
        "supersedes a command that is not the last",
        json(SeedWorld.SNAPSHOT, "\"supersedes\":\"nobody\""),
        rejected(SUPERSEDES_MISMATCH));
    say(
        "supersedes the sample: run it again",
        answers ->
            json(
                SeedWorld.SNAPSHOT,
                "\"supersedes\":\""
                    + answers.to(AcceptedCommands.SAMPLE).subject().commandId()
                    + "\""),
        done());
    say(
        "another command for the doubtful one",
        answers -> json(doubtful(answers), ""),
        duplicate("in_doubt", "UNKNOWN_EFFECT"));
    say(
        "dry run for the doubtful one",
        answers -> json(doubtful(answers), "\"dry_run\":true"),
        would("in_doubt"));
  }

  static String doubtful(Scenario.Answers answers) {
    return String.valueOf(answers.to(CloudTroubles.DOUBT).subject().snapshotId());
  }
}
