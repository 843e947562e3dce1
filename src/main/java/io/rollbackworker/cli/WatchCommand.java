package io.rollbackworker.cli;

import io.rollbackworker.command.CampaignName;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.client.OutcomeReader;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeText;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "watch",
    description = {
      "Shows outcomes as they come, until Ctrl-C or --count; all that fit every filter.",
      "Examples:",
      "  rollback-worker watch --label team=db --outcome rejected,failed,in_doubt",
      "  rollback-worker watch --campaign ransom-11 --since 2026-11-21T03:00:00Z --json"
    },
    mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(200);

  @Mixin private Connection connection = new Connection();
  @ArgGroup private Start start = new Start();
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--snapshot", paramLabel = "SNAPSHOT_ID", description = "Only this one's.")
  private @Nullable SnapshotId snapshot;

  @Option(names = "--project", paramLabel = "PROJECT_ID", description = "Only this one's.")
  private @Nullable ProjectId project;

  @Option(names = "--label", paramLabel = "NAME=VALUE", description = "Only with these labels.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(names = "--campaign", paramLabel = "NAME", description = "Only this one's.")
  private @Nullable String campaign;

  @Option(names = "--requested-by", paramLabel = "NAME", description = "Only this requester's.")
  private @Nullable String requestedBy;

  @Option(
      names = "--outcome",
      paramLabel = "TYPE",
      split = ",",
      description = "Only these: accepted, rejected, in_doubt, completed, failed, ended, checked.")
  private List<Type> types = List.of();

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "0",
      description = "End after N; 0: never.")
  private int count;

  @Option(names = "--json", description = "Each event as it is, one a line, for machines.")
  private boolean json;

  private int shown;

  static final class Start {
    @Option(names = "--from-beginning", description = "Also what the topic holds already.")
    private boolean fromBeginning;

    @Option(
        names = "--since",
        paramLabel = "TIME",
        description = "Also what was stored since then; like 2026-11-21T03:00:00Z.")
    private @Nullable Instant since;

    OutcomeReader open(KafkaSettings settings) {
      String topic = settings.outcomesTopic();
      if (since != null) {
        return OutcomeReader.since(since, settings, topic);
      }
      return fromBeginning
          ? OutcomeReader.fromBeginning(settings, topic)
          : OutcomeReader.fromNow(settings, topic);
    }
  }

  /** As {@code Result.type()} names them; a test holds them together. */
  enum Type {
    ACCEPTED,
    REJECTED,
    IN_DOUBT,
    COMPLETED,
    FAILED,
    ENDED,
    CHECKED
  }

  @Override
  public Integer call() throws Exception {
    if (count < 0) {
      throw Misuse.of(spec, "--count must not be negative");
    }
    try (OutcomeReader reader = start.open(connection.kafka())) {
      while (count == 0 || shown < count) {
        for (OutcomeReader.Event event : reader.poll(POLL)) {
          Connection.decode(event)
              .filter(this::fits)
              .filter(outcome -> count == 0 || shown < count)
              .ifPresent(outcome -> show(outcome, event.value()));
        }
      }
    }
    return 0;
  }

  private boolean fits(Outcome outcome) {
    var subject = outcome.subject();
    return (snapshot == null || snapshot.equals(subject.snapshotId()))
        && (project == null || project.equals(subject.projectId()))
        && (requestedBy == null || requestedBy.equals(subject.audit().requestedBy()))
        && (campaign == null || campaign.equals(subject.audit().labels().get(CampaignName.LABEL)))
        && subject.audit().labels().entrySet().containsAll(labels.entrySet())
        && (types.isEmpty()
            || types.stream().anyMatch(t -> t.name().equalsIgnoreCase(outcome.result().type())));
  }

  private void show(Outcome outcome, String value) {
    Terminal.out(json ? value : line(outcome));
    shown++;
  }

  static String line(Outcome outcome) {
    Instant time = outcome.told().time().truncatedTo(ChronoUnit.MILLIS);
    return "%s  %s  %s".formatted(time, outcome.subject().snapshotId(), OutcomeText.of(outcome));
  }
}
