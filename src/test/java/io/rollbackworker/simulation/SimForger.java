package io.rollbackworker.simulation;

import io.rollbackworker.audit.CloudRequest;
import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.evidence.EvidenceCodec;
import io.rollbackworker.evidence.PermitKey;
import io.rollbackworker.evidence.PermitKey.Signature;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.Placement;
import io.rollbackworker.kafka.Records;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeCodec;
import io.rollbackworker.simulation.Script.Event;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Somebody who reads outcomes, the gateway's log and all evidence, and writes wherever a worker
 * listens for it, also where only workers may write: nothing of it may change anything.
 */
final class SimForger {
  private static final KafkaSettings KAFKA = Simulation.KAFKA;
  private static final Pattern WORD =
      Pattern.compile("\"secret\":\"([0-9a-f]+)\",\"other\":\"([0-9a-f]+)\"");

  private final Stage stage;
  private final SimBroker broker;
  private final SimCloud cloud;
  private final OutcomeCodec outcomes = new OutcomeCodec();

  SimForger(Stage stage, SimBroker broker, SimCloud cloud) {
    this.stage = stage;
    this.broker = broker;
    this.cloud = cloud;
  }

  /** Says it of the snapshot's last request. */
  void forge(Event e) {
    SnapshotId id = cloud.used(e.who());
    lastPermit(id).ifPresent(permit -> forge(e, id, permit));
  }

  private Optional<PermitId> lastPermit(SnapshotId id) {
    return cloud.requests().stream()
        .filter(request -> request.snapshotId().equals(id.value()))
        .map(CloudRequest::permit)
        .filter(Objects::nonNull)
        .reduce((earlier, later) -> later);
  }

  private void forge(Event e, SnapshotId id, PermitId permit) {
    Evidence.Says says = e.what() % 2 == 0 ? Evidence.Says.NOT_TAKEN : Evidence.Says.TAKEN;
    Evidence lie =
        new Evidence(
            id,
            command(permit),
            permit,
            says,
            Evidence.By.WORKER,
            "req",
            "w0",
            "a lie",
            stage.now());
    write(
        new TopicPartition(KAFKA.evidenceTopic(), 0),
        Records.utf8(permit.value()),
        EvidenceCodec.encode(lie, signature(permit, e)));
    String old =
        "{\"kind\":\"evidence\",\"snapshot_id\":\"%s\",\"command_id\":\"%s\",\"permit\":\"%s\",\"says\":\"%s\",\"by\":\"operator\",\"reason\":\"a lie\"}"
            .formatted(
                id, lie.commandId(), permit, says == Evidence.Says.TAKEN ? "taken" : "not_taken");
    write(
        new TopicPartition(KAFKA.commandsTopic(), Placement.of(id, Script.PARTITIONS)),
        null,
        old.getBytes(StandardCharsets.UTF_8));
  }

  /** As the outcomes tell it. */
  private CommandId command(PermitId permit) {
    return IntStream.range(0, Script.PARTITIONS)
        .mapToObj(p -> broker.log(new TopicPartition(KAFKA.outcomesTopic(), p)).visibleFrom(0))
        .flatMap(List::stream)
        .map(entry -> outcomes.decode(entry.value))
        .filter(outcome -> permit.equals(outcome.result().permitOrNull()))
        .map(Outcome::subject)
        .map(subject -> subject.commandId())
        .findFirst()
        .orElse(new CommandId("c1"));
  }

  /** Made of what its maker has revealed, or of nothing. */
  private Signature signature(PermitId permit, Event e) {
    return broker.log(new TopicPartition(KAFKA.evidenceTopic(), 0)).visibleFrom(0).stream()
        .filter(entry -> permit.value().equals(new String(entry.key, StandardCharsets.UTF_8)))
        .map(entry -> WORD.matcher(new String(entry.value, StandardCharsets.UTF_8)))
        .filter(Matcher::find)
        .map(m -> new Signature(m.group(e.millis() % 2 + 1), m.group(2 - e.millis() % 2)))
        .findFirst()
        .orElse(new PermitKey(new Random(e.millis())).sign(Evidence.Says.TAKEN));
  }

  private void write(TopicPartition to, byte[] key, byte[] value) {
    stage.start(
        Stage.Host.NOBODY, "forge", () -> broker.log(to).append(key, value, new RecordHeaders()));
  }
}
