package io.rollbackworker.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rollbackworker.audit.AuditSettings;
import io.rollbackworker.audit.CloudRequest;
import io.rollbackworker.audit.Report;
import io.rollbackworker.config.Configuration;
import io.rollbackworker.config.Keys;
import io.rollbackworker.kafka.client.HistoryReader;
import io.rollbackworker.ledger.ChainTip;
import io.rollbackworker.outcome.Completeness;
import io.rollbackworker.outcome.Json;
import io.rollbackworker.time.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "audit",
    description = {
      "Checks the promises against what commands, outcomes and ledger hold, and the cloud's log"
          + " where there is one. Exit code 1 if one was broken.",
      "Example:",
      "  rollback-worker audit -c worker.yaml --effects-log effects.jsonl"
    },
    mixinStandardHelpOptions = true)
final class AuditCommand implements Callable<Integer> {
  @Mixin private Connection connection = new Connection();
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--effects-log",
      paramLabel = "FILE",
      description =
          "The cloud's log of rollback requests, a line of JSON each: at, snapshot_id, permit"
              + " (header X-Rollback-Permit), fate (taken, refused, refused_before_execution,"
              + " lost), repeated; where taken, ends_at and succeeds. The simulator writes it.")
  private @Nullable Path effectsLog;

  @Option(
      names = "--tolerance",
      paramLabel = "TIME",
      defaultValue = "5s",
      description =
          "A request may arrive so long after its command's deadline, for clocks differ. Default:"
              + " ${DEFAULT-VALUE}.")
  private Duration tolerance = Duration.ZERO;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "Judge nothing older, for example from before topics were adopted:"
              + " 2026-11-21T03:00:00Z.")
  private Instant since = Instant.MIN;

  @Option(
      names = "--tips",
      paramLabel = "FILE",
      description =
          "What an earlier audit printed and you have kept elsewhere: its tips must be in the chain"
              + " of outcomes still.")
  private @Nullable Path tips;

  @Option(names = "--json", description = "Figures and violations as JSON, for machines.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Configuration configuration = connection.load();
    requests(); // Mistakes in the files are told before the long reading.
    Map<Integer, ChainTip> archived = archived();
    try (Progress progress = new Progress(Time.system());
        HistoryReader reader = Connection.history(configuration, progress)) {
      AuditSettings rules =
          new AuditSettings(
              configuration.get(Keys.WINDOW), configuration.get(Keys.GREATEST_AGE), tolerance);
      Report report = Report.of(reader.read(since, this::requests, archived), rules);
      progress.endLine();
      if (json) {
        Terminal.out(Json.builder().build().writeValueAsString(report));
      } else {
        report.lines().forEach(Terminal::out);
      }
      return report.violations().isEmpty() ? 0 : 1;
    }
  }

  private Map<Integer, ChainTip> archived() {
    if (tips == null) {
      return Map.of();
    }
    try {
      return Report.tips(Misuse.lines(spec, "--tips", tips));
    } catch (IllegalArgumentException e) {
      throw Misuse.of(spec, "--tips %s: %s".formatted(tips, e.getMessage()));
    }
  }

  private Optional<List<CloudRequest>> requests() {
    return Optional.ofNullable(effectsLog).map(this::requests);
  }

  private List<CloudRequest> requests(Path file) {
    JsonMapper json = Json.builder().build();
    List<CloudRequest> requests = new ArrayList<>();
    try {
      for (String line : Misuse.lines(spec, "--effects-log", file)) {
        requests.add(Completeness.require(json.readValue(line, CloudRequest.class)));
      }
      return requests;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      String line = "--effects-log " + file + " line " + (requests.size() + 1);
      throw Misuse.of(spec, line + ": " + e.getMessage());
    }
  }
}
