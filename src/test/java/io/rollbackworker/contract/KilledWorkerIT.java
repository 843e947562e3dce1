package io.rollbackworker.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.command.Origin;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.client.CommandPublisher;
import io.rollbackworker.kafka.ledger.LedgerSession;
import io.rollbackworker.lane.StrangersIntent;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.testing.WorkerProcess;
import io.rollbackworker.time.Time;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The packaged worker, killed, stopped and refused; and what is left behind for the next one. */
class KilledWorkerIT {
  private static final Duration LONG = Duration.ofSeconds(25);
  private Fleet fleet;

  @BeforeEach
  void start() throws Exception {
    fleet = Fleet.with(1, LONG);
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  @Test
  void shouldNameTheHintWhenAFinishedRollbackCannotBeProven() throws Exception {
    fleet.close();
    fleet = Fleet.with(1, Duration.ofMillis(50));
    CommandPublisher.Stored command = fleet.publish("bulk-1", "");
    rollBackDirectly("bulk-1");
    leaveIntent("bulk-1", command);

    fleet.ready();

    Outcome answer = fleet.answer(command);
    assertThat(answer.result()).isInstanceOf(Result.InDoubt.class);
    assertThat(answer.result().errorOrNull().message()).contains("The volume has changed since");
    assertOneAnswerAndEffects(command, 1);
  }

  @Test
  void shouldNotAnswerAgainAfterTheGroupWasResetToTheBeginning() throws Exception {
    CommandPublisher.Stored command;
    try (WorkerProcess worker = WorkerProcess.start(fleet.kafka(), fleet.cloud().endpoint())) {
      command = fleet.publish("bulk-1", "");
      fleet.answer(command);
      worker.kill();
    }
    resetGroup();

    fleet.ready();
    fleet.answer(fleet.publish("bulk-2", ""));

    assertThat(fleet.answers()).hasSize(2);
    assertThat(fleet.effects()).hasSize(2).allSatisfy((id, n) -> assertThat(n).isEqualTo(1));
  }

  @Test
  void shouldAnswerEveryCommandOnceWhenTheOnlyWorkerIsKilledAmongMany() throws Exception {
    try (WorkerProcess worker = WorkerProcess.start(fleet.kafka(), fleet.cloud().endpoint())) {
      for (int i = 1; i <= 200; i++) {
        fleet.publisher().publish(null, Fleet.json("bulk-" + i, "")).await();
      }
      await().atMost(LONG).until(() -> fleet.effects().size() > 20);
      worker.kill();
    }

    fleet.ready();
    fleet.awaitAnswers(200);

    assertThat(fleet.answers()).hasSize(200);
    assertThat(fleet.outcomes().stream().map(Outcome::eventId)).doesNotHaveDuplicates();
    assertThat(fleet.effects().values()).allMatch(n -> n == 1);
    List<Outcome> accepted =
        fleet.answers().stream().filter(a -> a.result() instanceof Result.Accepted).toList();
    assertThat(accepted)
        .allMatch(a -> fleet.effects().containsKey(a.subject().snapshotId().value()));
  }

  @Test
  void shouldStopInOrderOnSigterm() throws Exception {
    try (WorkerProcess worker = WorkerProcess.start(fleet.kafka(), fleet.cloud().endpoint())) {
      CommandPublisher.Stored command = fleet.publish("bulk-1", "");
      fleet.answer(command);

      assertThat(worker.terminate()).isZero();
    }
    // The group was left, so nobody waits for the session time-out.
    fleet.ready();
    fleet.answer(fleet.publish("bulk-2", ""));
    assertThat(fleet.answers()).hasSize(2);
  }

  @Test
  void shouldExitWithThreeWhenItRefusesToStart() throws Exception {
    fleet.spoiled();
    try (Admin admin = Admin.create(new ClientProperties(fleet.kafka()).admin())) {
      admin.deleteTopics(List.of(fleet.kafka().ledgerTopic())).all().get();
    }
    try (WorkerProcess worker = WorkerProcess.start(fleet.kafka(), fleet.cloud().endpoint())) {
      assertThat(worker.awaitExit()).isEqualTo(3);
    }
  }

  /** The ledger as a worker leaves it that dies after writing the intent. */
  private void leaveIntent(String seed, CommandPublisher.Stored command) throws Exception {
    try (Admin admin = Admin.create(new ClientProperties(fleet.kafka()).admin());
        var session =
            new LedgerSession(fleet.kafka(), 0, CrashPoints.NONE, Samples.checked(Time.system()))) {
      String topicId =
          admin
              .describeTopics(List.of(fleet.kafka().commandsTopic()))
              .allTopicNames()
              .get()
              .get(fleet.kafka().commandsTopic())
              .topicId()
              .toString();
      Origin record = new Origin(topicId, 0, command.offset(), Instant.now());
      session.fence();
      var _ = session.restore((position, end, slice) -> {});
      session.write(
          List.of(
              StrangersIntent.of(
                  new SnapshotId(SeedWorld.snapshotId(seed)), SeedWorld.volumeId(seed), record)));
    }
  }

  private void rollBackDirectly(String seed) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                fleet
                    .cloud()
                    .endpoint()
                    .resolve(
                        "/v2/%s/cloudsnapshots/%s/rollback"
                            .formatted(SeedWorld.PROJECT, SeedWorld.snapshotId(seed))))
            .POST(HttpRequest.BodyPublishers.ofString("{\"rollback\":{}}"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(202);
    }
    await()
        .until(
            () ->
                fleet
                    .cloud()
                    .world()
                    .volume(SeedWorld.volumeId(seed))
                    .status()
                    .equals("available"));
  }

  private void resetGroup() throws Exception {
    try (Admin admin = Admin.create(new ClientProperties(fleet.kafka()).admin())) {
      await()
          .atMost(LONG)
          .ignoreExceptions() // Until the killed member's session has timed out.
          .until(
              () -> {
                admin
                    .alterConsumerGroupOffsets(
                        fleet.kafka().group(),
                        Map.of(
                            new TopicPartition(fleet.kafka().commandsTopic(), 0),
                            new OffsetAndMetadata(0)))
                    .all()
                    .get();
                return true;
              });
    }
  }

  private void assertOneAnswerAndEffects(CommandPublisher.Stored command, int effects)
      throws Exception {
    // A later command of the same partition has been answered, so the first would have been
    // answered twice by now.
    fleet.answer(fleet.publish("volume-in-use", ""));
    assertThat(fleet.answers()).hasSize(2);
    assertThat(fleet.cloud().world().effects()).hasSize(effects);
  }
}
