package io.rollbackworker.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rollbackworker.cloud.ProjectSettings;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.crash.CrashPoint;
import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.evidence.EvidenceBook;
import io.rollbackworker.evidence.EvidenceRecords;
import io.rollbackworker.freeze.Freeze;
import io.rollbackworker.kafka.ClientMeters;
import io.rollbackworker.kafka.control.ControlListener;
import io.rollbackworker.kafka.control.Orders;
import io.rollbackworker.kafka.topics.TopicSetup;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.telemetry.Meters;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.testing.TestSettings;
import io.rollbackworker.time.Time;
import io.rollbackworker.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

/** The emergency brake, by real records. */
class FreezeIT {
  private static final ProjectId OTHER = new ProjectId("f".repeat(32));

  @Test
  void shouldHoldRollbacksUntilTheThaw() throws Exception {
    try (Fleet fleet = Fleet.with(2)) {
      Worker worker = fleet.ready();
      freeze(fleet, null);
      await().until(() -> isFrozen(worker, Samples.PROJECT));

      var held = fleet.publish("bulk-1", "");
      var late = fleet.publish("bulk-2", "'expires_at':'" + Instant.now().plusSeconds(2) + "'");
      var dry = fleet.publish("bulk-3", "'dry_run':true");

      var rejected = (Result.Rejected) fleet.answer(late).result();
      assertThat(rejected.error().code()).isEqualTo(ErrorCode.ROLLBACKS_FROZEN);
      assertThat(rejected.error().message()).contains("nina").contains("wrong snapshots");
      var checked = (Result.Checked) fleet.answer(dry).result();
      assertThat(checked.would()).isEqualTo(Result.Would.WAIT);
      assertThat(checked.error().code()).isEqualTo(ErrorCode.ROLLBACKS_FROZEN);
      assertThat(fleet.cloud().world().requests()).isEmpty();

      thaw(fleet, null);
      assertThat(fleet.answer(held).result()).isInstanceOf(Result.Accepted.class);
    }
  }

  @Test
  void shouldBeObeyedByAWorkerThatStartsLater() throws Exception {
    try (Fleet fleet = Fleet.with(2)) {
      freeze(fleet, null);
      var held = fleet.publish("bulk-1", "'expires_at':'" + Instant.now().plusSeconds(10) + "'");
      fleet.ready();

      assertThat(fleet.answer(held).result()).isInstanceOf(Result.Rejected.class);
      assertThat(fleet.cloud().world().requests()).isEmpty();
    }
  }

  @Test
  void shouldCountAsFrozenUntilTheTopicIsRead() throws Exception {
    try (Fleet fleet = Fleet.with(1)) {
      ControlListener watch =
          new ControlListener(
              fleet.kafka(),
              new ClientMeters(new Meters(new SimpleMeterRegistry())),
              Time.system(),
              new EvidenceRecords(new EvidenceBook()));
      assertThat(watch.of(Samples.PROJECT)).isPresent();

      watch.start();
      await().until(() -> watch.of(Samples.PROJECT).isEmpty());
      watch.close();
    }
  }

  /** As a clean-up of topics does that nobody meant. */
  @Test
  void shouldStandWhenItsTopicIsMadeAnew() throws Exception {
    try (Fleet fleet = Fleet.with(1)) {
      Worker worker = fleet.ready();
      freeze(fleet, null);
      await().until(() -> isFrozen(worker, Samples.PROJECT));

      makeControlTopicAnew(fleet);
      await().until(() -> whyFrozen(worker).contains("made anew"));

      thaw(fleet, null);
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(whyFrozen(worker)).isEqualTo("{}"));
    }
  }

  /** It cannot know what was frozen. */
  @Test
  void shouldBlockAWorkerThatStartsAfterItsTopicWasMadeAnewUntilSomebodyHasLooked()
      throws Exception {
    try (Fleet fleet = Fleet.with(1)) {
      Worker former = fleet.ready();
      freeze(fleet, null);
      await().until(() -> isFrozen(former, Samples.PROJECT));
      fleet.stop(former);
      makeControlTopicAnew(fleet);

      fleet.startWorker();
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(fleet.status().toString())
                      .contains("blocked", "another control topic", "topics adopt --control"));

      try (TopicSetup topics = fleet.topics()) {
        assertThat(topics.heads().adoptControl()).hasSize(1);
      }
      fleet.awaitRunning();
      assertThat(fleet.answer(fleet.publish("bulk-1", "")).result())
          .isInstanceOf(Result.Accepted.class);
    }
  }

  private static void makeControlTopicAnew(Fleet fleet) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", fleet.kafka().bootstrapServers()));
        TopicSetup topics = new TopicSetup(fleet.kafka(), Samples.RULES.memory())) {
      admin.deleteTopics(List.of(fleet.kafka().controlTopic())).all().get();
      await().ignoreExceptions().until(() -> !topics.create(1).isEmpty());
    }
  }

  private static String whyFrozen(Worker worker) {
    return String.valueOf(worker.report().frozen());
  }

  @Test
  void shouldBeForOneProjectAlone() throws Exception {
    try (Fleet fleet = Fleet.with(2)) {
      Worker worker =
          fleet.startWorker(
              TestSettings.cloud(
                  Duration.ofSeconds(3),
                  2,
                  Map.of(
                      Samples.PROJECT,
                      ProjectSettings.at(fleet.cloud().endpoint()),
                      OTHER,
                      ProjectSettings.at(fleet.cloud().endpoint()))));
      fleet.awaitRunning();
      freeze(fleet, OTHER);
      await().until(() -> isFrozen(worker, OTHER));

      assertThat(fleet.answer(fleet.publish("bulk-1", "")).result())
          .isInstanceOf(Result.Accepted.class);
    }
  }

  /** The order comes when the intent is made and the request is about to be sent. */
  @Test
  void shouldBeLookedAtOnceMoreRightBeforeTheSend() throws Exception {
    AtomicReference<Fleet> running = new AtomicReference<>();
    AtomicReference<Worker> worker = new AtomicReference<>();
    CrashPoints freezing =
        point -> {
          if (point == CrashPoint.INTENT_COMMITTED && !isFrozen(worker.get(), Samples.PROJECT)) {
            freeze(running.get(), null);
            await().until(() -> isFrozen(worker.get(), Samples.PROJECT));
          }
        };
    try (Fleet fleet = Fleet.with(2)) {
      running.set(fleet);
      worker.set(fleet.startWorker(TestSettings.cloud(fleet.cloud().endpoint()), freezing));
      fleet.awaitRunning();

      var late = fleet.publish("bulk-1", "'expires_at':'" + Instant.now().plusSeconds(3) + "'");

      var rejected = (Result.Rejected) fleet.answer(late).result();
      assertThat(rejected.error().code()).isEqualTo(ErrorCode.ROLLBACKS_FROZEN);
      assertThat(fleet.effects()).doesNotContainKey(SeedWorld.snapshotId("bulk-1"));
      assertThat(fleet.cloud().world().requests()).isEmpty();
    }
  }

  private static void freeze(Fleet fleet, ProjectId project) {
    try (Orders orders = new Orders(fleet.kafka())) {
      orders.freeze(new Freeze(project, "nina", "wrong snapshots", Instant.now()));
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the test", e);
    }
  }

  private static void thaw(Fleet fleet, ProjectId project) throws Exception {
    try (Orders orders = new Orders(fleet.kafka())) {
      orders.thaw(Freeze.key(project));
      assertThat(orders.all()).isEmpty();
    }
  }

  /** By an order, not only because orders cannot be heard. */
  private static boolean isFrozen(Worker worker, ProjectId project) {
    String why = worker.report().frozen().get(project.value());
    return why != null && why.contains("were frozen by");
  }
}
