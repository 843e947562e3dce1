package io.rollbackworker.cli;

import io.rollbackworker.kafka.client.OutcomeReader;
import io.rollbackworker.outcome.Json;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.request.Pursuit;
import io.rollbackworker.request.Pursuit.Standing;
import io.rollbackworker.request.Pursuit.Until;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Waits for what becomes of commands, and says it in an exit code. */
final class Following {
  static final String EXIT_4 = "4:with --wait: at least one was rejected or failed";
  static final String EXIT_5 =
      "5:with --wait: at least one is in doubt at the end of --timeout, or ended and nobody knows"
          + " how; do not send it again";
  static final String EXIT_6 = "6:with --wait: at least one was not over at the end of --timeout";

  private static final Duration POLL = Duration.ofMillis(200);

  @Option(
      names = "--until",
      paramLabel = "accepted|completed",
      defaultValue = "accepted",
      description =
          "accepted: the cloud took the request; completed: the volume holds the snapshot's data."
              + " Default: ${DEFAULT-VALUE}.")
  private Until until = Until.ACCEPTED;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "2h",
      description = "Wait at most so long. Default: ${DEFAULT-VALUE}.")
  private Duration timeout = Duration.ofHours(2);

  Until until() {
    return until;
  }

  /** The exit code. */
  int follow(OutcomeReader outcomes, Pursuit pursuit, boolean json, Time time) {
    Instant end = time.now().plus(timeout);
    try (Progress progress = new Progress(time)) {
      while (!pursuit.isOver() && time.now().isBefore(end)) {
        for (OutcomeReader.Event event : outcomes.poll(POLL)) {
          Optional<Outcome> outcome = Connection.decode(event).filter(pursuit::hear);
          if (outcome.isPresent()) {
            progress.endLine();
            Terminal.out(json ? event.value() : WatchCommand.line(outcome.get()));
          }
        }
        progress.show(() -> counts(pursuit));
      }
    }
    Terminal.err(counts(pursuit));
    return exitCode(pursuit);
  }

  /** For example {@code 400 good, 12 bad, 88 unanswered}. */
  private static String counts(Pursuit pursuit) {
    return Arrays.stream(Standing.values())
        .filter(pursuit.standings()::contains)
        .map(
            standing ->
                Collections.frequency(pursuit.standings(), standing) + " " + Json.name(standing))
        .collect(Collectors.joining(", "));
  }

  /** A doubt first: it is what must not be sent again. */
  private static int exitCode(Pursuit pursuit) {
    var standings = pursuit.standings();
    if (standings.contains(Standing.DOUBTFUL) || standings.contains(Standing.UNKNOWN)) {
      return 5;
    }
    if (standings.contains(Standing.UNANSWERED) || standings.contains(Standing.RUNNING)) {
      return 6;
    }
    return standings.contains(Standing.BAD) ? 4 : 0;
  }
}
