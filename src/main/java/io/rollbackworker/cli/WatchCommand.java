package io.rollbackworker.cli;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.client.OutcomeReader;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeText;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "watch",
    description = "Shows outcomes as they come, until Ctrl-C or --count.",
    mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(200);

  @Mixin private Connection connection = new Connection();
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--from-beginning", description = "Also what the topic holds already.")
  private boolean fromBeginning;

  @Option(names = "--snapshot", paramLabel = "SNAPSHOT_ID", description = "Only this one's.")
  private @Nullable String snapshot;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "0",
      description = "End after N; 0: never.")
  private int count;

  @Option(names = "--json", description = "One line of JSON for each, for machines.")
  private boolean json;

  private int shown;

  @Override
  public Integer call() throws Exception {
    if (count < 0) {
      throw Misuse.of(spec, "--count must not be negative");
    }
    try {
      snapshot = snapshot == null ? null : SnapshotId.parse(snapshot).value();
    } catch (IllegalArgumentException e) {
      throw Misuse.of(spec, "--snapshot: " + e.getMessage());
    }
    KafkaSettings settings = connection.kafka();
    try (OutcomeReader reader =
        new OutcomeReader(settings, settings.outcomesTopic(), fromBeginning)) {
      while (count == 0 || shown < count) {
        for (OutcomeReader.Event event : reader.poll(POLL)) {
          Connection.decode(event).ifPresent(outcome -> show(outcome, event.value()));
        }
      }
    }
    return 0;
  }

  private void show(Outcome outcome, String value) {
    String id = String.valueOf(outcome.subject().snapshotId());
    if ((snapshot != null && !snapshot.equals(id)) || (count > 0 && shown >= count)) {
      return;
    }
    Terminal.out(json ? value : line(outcome, id));
    shown++;
  }

  private static String line(Outcome outcome, String id) {
    Instant time = outcome.told().time().truncatedTo(ChronoUnit.MILLIS);
    return "%s  %s  %s".formatted(time, id, OutcomeText.of(outcome));
  }
}
