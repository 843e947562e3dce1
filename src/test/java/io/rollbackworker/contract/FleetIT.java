package io.rollbackworker.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.kafka.client.CommandPublisher;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.worker.Worker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Several workers, clients that disagree about partitions, and rebalances under load. */
class FleetIT {

  @Test
  void shouldHaveOneEffectForEachSnapshotWhateverClientsPublishWhere() throws Exception {
    try (Fleet fleet = Fleet.with(6)) {
      fleet.startWorker();
      fleet.startWorker();
      fleet.awaitRunning();
      List<CommandPublisher.Sending> sendings = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        String seed = "bulk-" + (i % 200 + 1);
        byte[] value = Fleet.json(seed, "");
        sendings.add(fleet.publisher().publish(SeedWorld.snapshotId(seed), value));
        // As librdkafka does by default: CRC32 of the key.
        sendings.add(
            fleet.publisher().publishTo(crc32(SeedWorld.snapshotId(seed)) % 6, value, Map.of()));
      }
      for (CommandPublisher.Sending sending : sendings) {
        sending.await();
      }

      fleet.awaitAnswers(1_000);

      assertThat(fleet.effects()).hasSize(200).allSatisfy((id, n) -> assertThat(n).isEqualTo(1));
      assertOneAnswerEach(fleet, 1_000);
    }
  }

  @Test
  void shouldLoseAndDoubleNothingWhileWorkersComeAndGo() throws Exception {
    try (Fleet fleet = Fleet.with(6)) {
      Worker first = fleet.ready();
      publish(fleet, 0, 100);
      Worker second = fleet.startWorker();
      publish(fleet, 100, 200);
      fleet.awaitRunning();
      publish(fleet, 200, 300);
      fleet.stop(first);
      publish(fleet, 300, 400);
      fleet.startWorker();
      fleet.stop(second);
      publish(fleet, 400, 500);

      fleet.awaitAnswers(500);

      assertOneAnswerEach(fleet, 500);
      // On a machine that stands still a lane may be lost between intent and request: a doubt,
      // which
      // ends by what its worker leaves behind.
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> finals(fleet).values().stream().noneMatch(Result.InDoubt.class::isInstance));
      Map<String, Result> finals = finals(fleet);
      Set<String> taken = new TreeSet<>(finals.keySet());
      taken.removeIf(id -> finals.get(id) instanceof Result.Rejected);
      assertThat(fleet.effects()).allSatisfy((id, n) -> assertThat(n).isEqualTo(1));
      assertThat(fleet.effects().keySet()).as(finals.toString()).isEqualTo(taken);
      assertThat(taken).hasSizeGreaterThan(490);
    }
  }

  /** What was told last of each snapshot. */
  private static Map<String, Result> finals(Fleet fleet) {
    Map<String, Result> finals = new TreeMap<>();
    fleet.outcomes().forEach(o -> finals.put(o.subject().snapshotId().value(), o.result()));
    return finals;
  }

  private static void publish(Fleet fleet, int from, int to) throws InterruptedException {
    for (int i = from; i < to; i++) {
      fleet.publisher().publish(null, Fleet.json("bulk-" + (i + 1), "")).await();
    }
  }

  private static void assertOneAnswerEach(Fleet fleet, int count) {
    List<Outcome> answers = fleet.answers();
    assertThat(answers).hasSize(count);
    assertThat(answers.stream().map(a -> a.subject().origin()).distinct()).hasSize(count);
    assertThat(fleet.outcomes().stream().map(Outcome::eventId)).doesNotHaveDuplicates();
  }

  private static int crc32(String key) {
    CRC32 crc = new CRC32();
    crc.update(key.getBytes(StandardCharsets.UTF_8));
    return (int) (crc.getValue() & 0x7fffffff);
  }
}
