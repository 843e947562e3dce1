package io.rollbackworker.simulation;

import io.rollbackworker.audit.AuditSettings;
import io.rollbackworker.audit.CloudRequest;
import io.rollbackworker.audit.CommandRecord;
import io.rollbackworker.audit.History;
import io.rollbackworker.audit.Place;
import io.rollbackworker.audit.Report;
import io.rollbackworker.audit.Trail;
import io.rollbackworker.audit.Violation;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.evidence.EvidenceCodec;
import io.rollbackworker.kafka.Deliveries;
import io.rollbackworker.kafka.Records;
import io.rollbackworker.kafka.client.HistoryReader;
import io.rollbackworker.lane.OriginHeaders;
import io.rollbackworker.ledger.Encoded;
import io.rollbackworker.ledger.LedgerCodec;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.ledger.Slice;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeCodec;
import io.rollbackworker.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Reads what a schedule has left, and lets the audit judge it. */
final class Judge {
  private static final AuditSettings SETTINGS =
      new AuditSettings(
          Simulation.RULES.window(), Simulation.RULES.greatestAge(), Duration.ofSeconds(10));

  private final Simulation simulation;
  private final LedgerCodec ledger = new LedgerCodec();
  private final OutcomeCodec outcomes = new OutcomeCodec();

  Judge(Simulation simulation) {
    this.simulation = simulation;
  }

  /**
   * How it stands.
   *
   * @param open intents, and accepted ones whose end is not told
   */
  record State(List<String> violations, long unanswered, long open, long doubts) {
    boolean isQuiet() {
      return unanswered == 0 && open == 0 && doubts == 0;
    }
  }

  State look() {
    History history = history();
    Report report = Report.of(history, SETTINGS);
    return new State(
        report.violations().stream().map(Violation::toString).toList(),
        report.figures().unanswered(),
        runs(history).stream()
            .filter(
                r -> r.state() instanceof RunState.Intent || r.state() instanceof RunState.Accepted)
            .count(),
        runs(history).stream().filter(r -> r.state() instanceof RunState.InDoubt).count());
  }

  /** An operator who knows the truth says what became of each doubt. */
  void resolve() {
    for (Run run : runs(history())) {
      if (run.state() instanceof RunState.InDoubt) {
        PermitId permit = run.attempt().permit().id();
        boolean taken =
            simulation.cloud.requests().stream()
                .anyMatch(r -> permit.equals(r.permit()) && r.fate() == CloudRequest.Fate.TAKEN);
        Evidence evidence =
            new Evidence(
                run.snapshotId(),
                run.commandId(),
                permit,
                taken ? Evidence.Says.TAKEN : Evidence.Says.NOT_TAKEN,
                Evidence.By.OPERATOR,
                null,
                "ops",
                "looked",
                simulation.stage.now());
        log(Simulation.KAFKA.controlTopic(), 0)
            .append(
                Records.utf8(EvidenceCodec.operatorsKey(permit)),
                EvidenceCodec.encode(evidence),
                new RecordHeaders());
      }
    }
  }

  private static List<Run> runs(History history) {
    List<Run> runs = new ArrayList<>();
    history.ledger().values().forEach(s -> s.forEach((id, entry) -> runs.addAll(entry.runs())));
    return runs;
  }

  private SimLog log(String topic, int partition) {
    return simulation.broker.log(new TopicPartition(topic, partition));
  }

  private History history() {
    Map<Integer, Slice> slices = new TreeMap<>();
    List<CommandRecord> commands = new ArrayList<>();
    List<Outcome> told = new ArrayList<>();
    Set<Place> letters = new HashSet<>();
    for (int p = 0; p < Script.PARTITIONS; p++) {
      Slice slice = new Slice();
      for (SimLog.Entry e : log(Simulation.KAFKA.ledgerTopic(), p).visibleFrom(0)) {
        if (!Arrays.equals(e.key, Records.utf8("_touch"))) {
          slice.replay(
              ledger.decode(new Encoded(e.key, e.value, Records.texts(e.headers)), e.timestamp));
        }
      }
      slices.put(p, slice);
      TopicPartition partition = new TopicPartition(Simulation.KAFKA.commandsTopic(), p);
      simulation.broker.log(partition).visibleFrom(0).stream()
          .map(e -> SimConsumer.record(partition, e))
          .map(r -> HistoryReader.command(r, Samples.TOPIC_ID, Simulation.DECODER))
          .forEach(commands::add);
      log(Simulation.KAFKA.outcomesTopic(), p).visibleFrom(0).stream()
          .map(e -> outcomes.decode(e.value))
          .forEach(told::add);
    }
    TopicPartition dead = new TopicPartition(Simulation.KAFKA.deadLettersTopic(), 0);
    for (SimLog.Entry e : simulation.broker.log(dead).visibleFrom(0)) {
      var headers = Deliveries.of(SimConsumer.record(dead, e)).headers();
      OriginHeaders.read(headers, e.timestamp).map(Place::of).ifPresent(letters::add);
    }
    return new History(
        Instant.MIN,
        simulation.stage.now(),
        slices,
        commands,
        told,
        new History.DeadLetters(Instant.MIN, letters),
        Optional.of(List.copyOf(simulation.cloud.requests())),
        Trail.NONE);
  }
}
