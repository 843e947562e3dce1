package io.rollbackworker.cli;

import static java.util.Comparator.comparing;

import io.rollbackworker.cloud.ProjectClouds;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.config.Configuration;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.inference.Inference;
import io.rollbackworker.inference.Inference.Suggestion;
import io.rollbackworker.inference.Stamps;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.client.HistoryReader;
import io.rollbackworker.kafka.control.KnownLessons;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunText;
import io.rollbackworker.precondition.Observation;
import io.rollbackworker.time.Time;
import io.rollbackworker.worker.Settings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The commands in doubt, and what the cloud shows of them now. */
final class Doubts implements AutoCloseable {
  private final Time time = Time.system();
  private final Settings settings;
  private final Inference inference;
  private final ProjectClouds clouds;

  /**
   * @param configuration with the clouds
   */
  Doubts(Configuration configuration) throws ContractBroken {
    this.settings = Settings.of(configuration);
    this.inference =
        new Inference(
            settings.inference(), KnownLessons.read(settings.kafka(), settings.inferenceNumber()));
    this.clouds = ProjectClouds.byHand(settings.cloud(), time);
  }

  /** By snapshot, of which each has at most one; the oldest first. */
  static Map<SnapshotId, Run> read(Configuration configuration) throws ContractBroken {
    Map<SnapshotId, Run> doubts = new LinkedHashMap<>();
    try (Progress progress = new Progress(Time.system());
        HistoryReader reader = Connection.history(configuration, progress)) {
      reader.ledger().values().stream()
          .flatMap(slice -> slice.doubts().stream())
          .sorted(comparing(run -> run.answer().time()))
          .forEach(run -> doubts.put(run.snapshotId(), run));
    }
    return doubts;
  }

  /**
   * A doubt that was looked at.
   *
   * @param says what the stamps of snapshot and volume say; null: nothing, or the fleet has never
   *     seen a rollback move them, or once that it did not
   * @param values what was compared; empty: the cloud shows nothing
   */
  record Looked(Run doubt, Evidence.@Nullable Says says, String why, List<String> values) {
    /** As it is printed. */
    List<String> lines() {
      String word =
          says == null
              ? "says nothing: "
              : says == Evidence.Says.TAKEN ? "suggests --taken: " : "suggests --not-taken: ";
      List<String> lines = new ArrayList<>();
      lines.add(doubt.snapshotId() + "  " + RunText.of(doubt));
      lines.add("    updated_at " + word + why);
      values.forEach(value -> lines.add("    " + value));
      return lines;
    }

    /** For the outcome of who takes what is suggested. */
    String reason(String given) {
      return given + "; updated_at: " + why + "; " + String.join("; ", values);
    }
  }

  Looked look(Run doubt) throws InterruptedException {
    Instant now = time.now(); // Before: a slow answer may be as old as its question.
    Reading reading =
        clouds.look(
            doubt.projectId(), doubt.snapshotId(), now.plus(settings.cloud().readTimeout()));
    return switch (reading) {
      case Reading.Seen(Observation.Both seen) -> {
        Suggestion suggestion = inference.suggestion(doubt, seen, now);
        yield new Looked(
            doubt,
            suggestion.says(),
            suggestion.why(),
            List.of(
                "before: " + Stamps.of(doubt.attempt().baseline()),
                "now: " + Stamps.of(seen),
                "sent at the latest: " + doubt.attempt().permit().sendNotAfter()));
      }
      case Reading.Seen(var gone) -> unknown(doubt, "snapshot or volume is not there");
      case Reading.Unavailable(var error) -> unknown(doubt, error.message());
      case Reading.Denied(var error) -> unknown(doubt, error.message());
    };
  }

  private static Looked unknown(Run doubt, String why) {
    return new Looked(doubt, null, why, List.of());
  }

  @Override
  public void close() {
    clouds.close();
  }
}
