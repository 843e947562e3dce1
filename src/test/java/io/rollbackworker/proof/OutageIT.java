package io.rollbackworker.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.cloud.CloudSettings;
import io.rollbackworker.cloud.ProjectSettings;
import io.rollbackworker.cloud.Transport;
import io.rollbackworker.cloud.limits.BreakerSettings;
import io.rollbackworker.crash.CrashPoint;
import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.dev.simulator.Fault;
import io.rollbackworker.dev.simulator.FaultPoint;
import io.rollbackworker.dev.simulator.SimSettings;
import io.rollbackworker.dev.simulator.Simulator;
import io.rollbackworker.freeze.Freeze;
import io.rollbackworker.kafka.control.Orders;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.Figures;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The cloud goes out in mid-run and comes back. */
@Tag("proof")
class OutageIT {
  private static final int COMMANDS = 600;
  private static final Duration OUTAGE = Duration.parse(System.getProperty("outage", "PT8S"));

  /** A request may be about to be sent when the outage begins. */
  private static final Duration ONSET = Duration.ofSeconds(1);

  /** When a permit was taken, so that a request was about to be sent. */
  private final List<Instant> sends = new CopyOnWriteArrayList<>();

  /** How the cloud is out. */
  private enum Way {
    NOBODY_LISTENS {
      @Override
      void goOut(Simulator cloud) {
        cloud.goOut();
      }

      @Override
      void comeBack(Simulator cloud) throws Exception {
        cloud.comeBack();
      }
    },
    SERVER_ERRORS {
      @Override
      void goOut(Simulator cloud) {
        for (Fault.Operation operation : Fault.Operation.values()) {
          cloud
              .faults()
              .add(
                  new Fault(
                      operation,
                      FaultPoint.ERROR_BEFORE_EFFECT,
                      null,
                      Integer.MAX_VALUE,
                      503,
                      null,
                      null,
                      0));
        }
      }

      @Override
      void comeBack(Simulator cloud) {
        cloud.faults().clear();
      }
    };

    abstract void goOut(Simulator cloud);

    abstract void comeBack(Simulator cloud) throws Exception;
  }

  @ParameterizedTest
  @EnumSource
  void shouldWaitForTheCloudAndTakeNoPermitMeanwhile(Way way) throws Exception {
    SimSettings sim =
        new SimSettings(
            0,
            Duration.ofMillis(50),
            Duration.ofMillis(20),
            Duration.ofSeconds(1),
            Duration.ZERO,
            null);
    CrashPoints notes =
        point -> {
          if (point == CrashPoint.PERMIT_TAKEN) {
            sends.add(Instant.now());
          }
        };
    try (Fleet fleet = Fleet.with(4, sim, COMMANDS)) {
      Worker worker = fleet.startWorker(cloud(fleet), notes);
      fleet.startWorker(cloud(fleet), notes);
      fleet.awaitRunning();
      Thread load = Thread.ofVirtual().start(() -> publish(fleet));
      await().until(() -> sends.size() > COMMANDS / 10);

      Instant from = Instant.now();
      way.goOut(fleet.cloud());
      await().until(() -> worker.report().clouds().getFirst().out());
      sleepUntil(from.plus(OUTAGE));
      Instant until = Instant.now();
      way.comeBack(fleet.cloud());
      await().atMost(Duration.ofSeconds(5)).until(() -> sends.getLast().isAfter(until));
      Duration resumedAfter = Duration.between(until, sends.getLast());
      load.join();
      fleet.awaitAnswers(COMMANDS);

      assertThat(sends).noneMatch(at -> at.isAfter(from.plus(ONSET)) && at.isBefore(until));
      assertThat(worker.report().clouds().getFirst().out()).isFalse();
      var answers = fleet.answers();
      assertThat(answers).noneMatch(a -> a.result() instanceof Result.Rejected);
      long doubts = answers.stream().filter(a -> a.result() instanceof Result.InDoubt).count();
      long atOnset =
          sends.stream().filter(at -> at.isAfter(from.minus(ONSET)) && at.isBefore(until)).count();
      assertThat(doubts).isLessThanOrEqualTo(atOnset);
      Figures.note(
          "outage of %s, %s: 0 of %d rejected, %d sends within it after its first second, %d in doubt"
                  .formatted(OUTAGE, way, COMMANDS, 0, doubts)
              + " (under way when it began), first send "
              + resumedAfter.toMillis()
              + " ms after the cloud's return");
    }
  }

  /** The command has looked before and waits for its turn; only another look can tell. */
  @Test
  void shouldFindOutThatTheCloudIsBackAlthoughNobodyElseAsks() throws Exception {
    try (Fleet fleet = Fleet.with(1)) {
      Worker worker = fleet.ready();
      try (Orders orders = new Orders(fleet.kafka())) {
        orders.freeze(new Freeze(null, "nina", "so that it waits", Instant.now()));
        await().until(() -> !worker.report().frozen().isEmpty());
        var held = fleet.publish("bulk-1", "");
        fleet.answer(fleet.publish("bulk-2", "'dry_run':true"));

        fleet.cloud().goOut();
        for (int i = 3; i < 8; i++) {
          fleet.publish("bulk-" + i, "'dry_run':true");
        }
        await().until(() -> worker.report().clouds().getFirst().out());
        fleet.awaitAnswers(6);
        fleet.cloud().comeBack();
        orders.thaw("*");

        assertThat(fleet.answer(held).result()).isInstanceOf(Result.Accepted.class);
      }
    }
  }

  private static void publish(Fleet fleet) {
    for (int i = 1; i <= COMMANDS; i++) {
      fleet.publisher().publish(null, Fleet.json("bulk-" + i, ""));
      sleepUntil(Instant.now().plusMillis(20));
    }
  }

  /** The time itself is what is tried. */
  private static void sleepUntil(Instant time) {
    try {
      Thread.sleep(Duration.between(Instant.now(), time));
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the test", e);
    }
  }

  private static CloudSettings cloud(Fleet fleet) {
    return new CloudSettings(
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(3),
        3,
        20,
        new BreakerSettings(20, 50, Duration.ofSeconds(2)),
        Transport.DIRECT,
        Map.of(Samples.PROJECT, ProjectSettings.at(fleet.cloud().endpoint())));
  }
}
