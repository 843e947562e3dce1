package io.rollbackworker.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.dev.simulator.SimSettings;
import io.rollbackworker.kafka.client.OutcomeReader;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeCodec;
import io.rollbackworker.testing.Figures;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.WorkerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Three packaged workers are replaced one after the other while commands keep coming. The figures
 * (target/figures.txt) say how long requesters waited meanwhile.
 */
@Tag("proof")
class RollingRestartIT {
  private static final int WORKERS = 3;
  private static final int PER_SECOND = Integer.getInteger("rolling.per-second", 20);
  private static final int VOLUMES = 4_000;
  private static final Duration LATENCY = Duration.ofMillis(50);

  private final Queue<Duration> waits = new ConcurrentLinkedQueue<>();
  private final Queue<Exception> troubles = new ConcurrentLinkedQueue<>();
  private volatile boolean rolling = true;
  private volatile boolean reading = true;

  /** A worker process and where it can be asked how it is. */
  private record Member(WorkerProcess process, int port) {}

  @Test
  void shouldLoseAndDoubleNothingWhenWorkersAreReplacedUnderLoad() throws Exception {
    SimSettings sim =
        new SimSettings(
            0, LATENCY, Duration.ofMillis(20), Duration.ofSeconds(1), Duration.ZERO, null);
    try (Fleet fleet = Fleet.with(12, sim, VOLUMES)) {
      List<Member> members = new ArrayList<>();
      for (int i = 1; i <= WORKERS; i++) {
        members.add(start(fleet, "first-" + i));
      }
      members.forEach(RollingRestartIT::awaitReady);
      Thread reader = Thread.ofPlatform().name("reader").start(() -> measure(fleet));
      List<Integer> published = new ArrayList<>();
      Thread load = Thread.ofPlatform().name("load").start(() -> published.add(load(fleet)));

      for (int i = 0; i < WORKERS; i++) {
        assertThat(members.get(i).process().terminate()).as("exit code").isZero();
        members.set(i, start(fleet, "second-" + (i + 1)));
        awaitReady(members.get(i));
      }
      rolling = false;
      load.join();
      fleet.awaitAnswers(published.getFirst());
      reading = false;
      reader.join();
      for (Member member : members) {
        assertThat(member.process().terminate()).as("exit code").isZero();
      }

      assertThat(troubles).isEmpty();
      assertThat(fleet.effects())
          .hasSize(published.getFirst())
          .allSatisfy((snapshot, effects) -> assertThat(effects).isEqualTo(1));
      note(published.getFirst());
    }
  }

  private void note(int published) throws IOException {
    List<Duration> sorted = waits.stream().sorted().toList();
    Figures.note(
        ("rolling restart of %d workers, %d commands at %d/s, API latency %s: command to outcome"
                + " p50 %d ms, p99 %d ms, max %d ms")
            .formatted(
                WORKERS,
                published,
                PER_SECOND,
                LATENCY,
                percentile(sorted, 50),
                percentile(sorted, 99),
                percentile(sorted, 100)));
  }

  private static long percentile(List<Duration> sorted, int percent) {
    return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100)).toMillis();
  }

  private static Member start(Fleet fleet, String name) throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Map<String, String> more =
        Map.of("HTTP_PORT", Integer.toString(port), "RULES_WATCH_LOOKS_PER_SECOND", "200");
    return new Member(
        WorkerProcess.start(
            WorkerProcess.environment(fleet.kafka(), fleet.cloud().endpoint(), name, more)),
        port);
  }

  /** As an orchestrator waits before it replaces the next. */
  private static void awaitReady(Member member) {
    await().atMost(Duration.ofMinutes(1)).until(() -> isReady(member.port()));
  }

  private static boolean isReady(int port) throws InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + port + "/health/ready");
      var answer =
          client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding());
      return answer.statusCode() == 200;
    } catch (IOException e) {
      return false; // Not listening yet.
    }
  }

  /** A command for another snapshot at each tick; how many. */
  private int load(Fleet fleet) {
    int published = 0;
    try {
      while (rolling && published < VOLUMES) {
        fleet.publisher().publish(null, Fleet.json("bulk-" + ++published, "")).await();
        LockSupport.parkNanos(1_000_000_000L / PER_SECOND);
      }
    } catch (Exception e) {
      troubles.add(e);
    }
    return published;
  }

  /** How long each requester waited, as a subscriber sees it. */
  private void measure(Fleet fleet) {
    OutcomeCodec codec = new OutcomeCodec();
    try (OutcomeReader outcomes =
        OutcomeReader.fromNow(fleet.kafka(), fleet.kafka().outcomesTopic())) {
      while (reading) {
        for (var event : outcomes.poll(Duration.ofMillis(20))) {
          Outcome outcome = codec.decode(event.value().getBytes(StandardCharsets.UTF_8));
          if (outcome.told().revision() == 1) {
            waits.add(Duration.between(outcome.subject().origin().timestamp(), Instant.now()));
          }
        }
      }
    } catch (RuntimeException e) {
      troubles.add(e);
    }
  }
}
