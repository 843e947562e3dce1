package io.rollbackworker.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.dev.simulator.Fault;
import io.rollbackworker.dev.simulator.FaultPoint;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.SimSettings;
import io.rollbackworker.dev.simulator.Simulator;
import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.evidence.EvidenceCodec;
import io.rollbackworker.kafka.client.OutcomeReader;
import io.rollbackworker.kafka.control.Orders;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeCodec;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.worker.Worker;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What became of a request is decided by who sent it, and by operators; not by who may publish
 * commands and read outcomes, and so knows each permit.
 */
class ForgedEvidenceIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static AuthorizedCluster cluster;
  private static Simulator cloud;
  private static Worker worker;
  private static OutcomeReader reader;
  private static final List<Outcome> OUTCOMES = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    cluster = new AuthorizedCluster("forged");
    // Over at once: nobody sees a rollback whose answer is lost.
    SimSettings sim =
        new SimSettings(0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, null);
    cloud = Simulator.start(sim, Clock.systemUTC());
    SeedWorld.fill(cloud.world(), 10);
    worker = cluster.worker(cloud);
    reader = OutcomeReader.fromBeginning(cluster.as("subscriber"), cluster.plain().outcomesTopic());
  }

  @AfterAll
  static void stop() throws Exception {
    reader.close();
    worker.close();
    cloud.close();
    cluster.close();
  }

  /** Attack A: with it, the next command was a second effect. */
  @Test
  void shouldNotEndADoubtByAForgedWord() throws Exception {
    Outcome doubt = doubtful("bulk-1");
    forge(doubt, ((Result.InDoubt) doubt.result()).permit().value(), "not_taken", "operator");
    awaitInvalid(doubt);

    publish("bulk-1", "'command_id':'next'");

    assertThat(answer("next").result()).isInstanceOf(Result.InDoubt.class);
    assertThat(revisions(doubt)).hasSize(1);
    assertThat(effects("bulk-1")).isEqualTo(1);
  }

  /** Attack B: with it, a rollback was told completed that never was. */
  @Test
  void shouldNotTurnARefusalIntoAnAcceptance() throws Exception {
    cloud
        .faults()
        .add(
            Fault.onRollback(FaultPoint.ERROR_BEFORE_EFFECT, SeedWorld.snapshotId("bulk-2"))
                .answering(403, "EVS.2056", null));
    publish("bulk-2", "'command_id':'refused'");
    Outcome refused = answer("refused");

    forge(refused, ((Result.Rejected) refused.result()).permit().value(), "taken", "worker");
    awaitInvalid(refused);

    assertThat(revisions(refused)).hasSize(1);
    assertThat(effects("bulk-2")).isZero();
  }

  /** Whoever gets at the evidence topic all the same has no secret. */
  @Test
  void shouldBelieveNoEvidenceThatIsNotSigned() throws Exception {
    Outcome doubt = doubtful("bulk-3");
    Evidence lie = Samples.evidence(doubt, Evidence.Says.NOT_TAKEN, Evidence.By.WORKER);
    byte[] value = EvidenceCodec.encode(lie, Samples.permitKey().sign(Evidence.Says.NOT_TAKEN));

    cluster.write(
        "worker",
        cluster.plain().evidenceTopic(),
        lie.permit().value(),
        new String(value, StandardCharsets.UTF_8));
    publish("bulk-3", "'command_id':'after-the-lie'");

    assertThat(answer("after-the-lie").result()).isInstanceOf(Result.InDoubt.class);
    assertThat(revisions(doubt)).hasSize(1);
  }

  @Test
  void shouldHearAnOperator() throws Exception {
    Outcome doubt = doubtful("bulk-4");
    try (Orders operator = new Orders(cluster.as("operator"))) {
      operator.say(Samples.evidence(doubt, Evidence.Says.TAKEN, Evidence.By.OPERATOR));
    }

    await().atMost(PATIENCE).until(() -> revisions(doubt).size() >= 2);
    assertThat(revisions(doubt).get(1).result())
        .isInstanceOfSatisfying(
            Result.Accepted.class, a -> assertThat(a.proof()).isEqualTo(Result.Proof.OPERATOR));
  }

  private static Outcome doubtful(String seed) throws Exception {
    cloud.faults().add(Fault.onRollback(FaultPoint.CLOSE_AFTER_EFFECT, SeedWorld.snapshotId(seed)));
    publish(seed, "'command_id':'doubt-" + seed + "'");
    Outcome doubt = answer("doubt-" + seed);
    assertThat(doubt.result()).isInstanceOf(Result.InDoubt.class);
    return doubt;
  }

  private static void publish(String seed, String fields) throws Exception {
    String json = new String(Fleet.json(seed, fields), StandardCharsets.UTF_8);
    cluster.write("requester", cluster.plain().commandsTopic(), SeedWorld.snapshotId(seed), json);
  }

  /** As it was believed once. */
  private static void forge(Outcome about, String permit, String says, String by) throws Exception {
    String json =
        "{\"kind\":\"evidence\",\"snapshot_id\":\"%s\",\"command_id\":\"%s\",\"permit\":\"%s\",\"says\":\"%s\",\"by\":\"%s\",\"request_id\":\"req-1\",\"requested_by\":\"somebody@ops\",\"reason\":\"a lie\"}"
            .formatted(about.subject().snapshotId(), about.subject().commandId(), permit, says, by);
    cluster.write(
        "requester",
        cluster.plain().commandsTopic(),
        String.valueOf(about.subject().snapshotId()),
        json);
  }

  /** The forged record is refused, and nothing comes of it. */
  private static void awaitInvalid(Outcome about) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                outcomes().stream()
                    .filter(o -> o.subject().commandId().equals(about.subject().commandId()))
                    .map(o -> o.result().errorOrNull())
                    .anyMatch(e -> e != null && e.code() == ErrorCode.INVALID_COMMAND));
  }

  private static Outcome answer(String command) {
    await().atMost(PATIENCE).until(() -> outcomes().stream().anyMatch(o -> isOf(o, command)));
    return outcomes().stream().filter(o -> isOf(o, command)).findFirst().orElseThrow();
  }

  private static boolean isOf(Outcome outcome, String command) {
    return outcome.subject().commandId().value().equals(command);
  }

  private static List<Outcome> revisions(Outcome of) {
    return outcomes().stream().filter(o -> o.record().equals(of.record())).toList();
  }

  private static synchronized List<Outcome> outcomes() {
    for (var events = reader.poll(Duration.ofMillis(50));
        !events.isEmpty();
        events = reader.poll(Duration.ofMillis(50))) {
      events.forEach(
          e -> OUTCOMES.add(new OutcomeCodec().decode(e.value().getBytes(StandardCharsets.UTF_8))));
    }
    return List.copyOf(OUTCOMES);
  }

  private static long effects(String seed) {
    return cloud.world().effects().stream()
        .filter(e -> e.snapshotId().equals(SeedWorld.snapshotId(seed)))
        .count();
  }
}
