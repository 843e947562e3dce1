package io.rollbackworker.cinder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.audit.Report;
import io.rollbackworker.cinder.CinderPlace.Pair;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.Figures;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.LossyFront;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.testing.WorkerProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Three packaged workers, one of them killed or frozen every few seconds, a real Cinder whose
 * reverts are short, and a gateway that loses one answer in seven: how much is left to a person,
 * and whether anything that was told is untrue. System properties: cinder.trial.volumes,
 * cinder.trial.seeds. Reports are in target/cinder-trial.md.
 */
@Tag("containers")
class CinderTrialIT {
  private static final int VOLUMES = Integer.getInteger("cinder.trial.volumes", 40);
  private static final Duration SPACING = Duration.ofMillis(1_200);
  private static final Duration LATENESS = Duration.ofSeconds(30);
  private static final Duration LONG = Duration.ofMinutes(4);
  private static final int WORKERS = 3;

  private final List<WorkerProcess> workers = new ArrayList<>();
  private RealCinder cinder;
  private Fleet fleet;

  static Stream<Long> seeds() {
    return Stream.of(System.getProperty("cinder.trial.seeds", "1").split(",")).map(Long::valueOf);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldLeaveHardlyAnythingToAPerson(long seed) throws Exception {
    cinder = RealCinder.orSkip();
    Random chance = new Random(seed);
    try (Fleet topics = Fleet.with(4);
        LossyFront front = new LossyFront(cinder.endpoint(), 7)) {
      fleet = topics;
      fleet.spoiled(); // Its audit asks the simulator.
      List<Pair> pairs = cinder.newPairs(VOLUMES, i -> 1 + chance.nextInt(4));
      for (Pair pair : pairs) {
        cinder.write(pair.volume(), "newer");
      }
      for (int i = 0; i < WORKERS; i++) {
        workers.add(worker(front, i));
      }
      CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> publish(pairs));
      int[] done = disturb(publishing, front, chance);
      fleet.awaitAnswers(VOLUMES, LONG);
      awaitTruth();

      List<String> lies = lies(pairs);
      long left = pairs.stream().filter(this::isLeftToAPerson).count();
      note(seed, done, left, lies);
      assertThat(lies).isEmpty();
      assertThat(left).isLessThanOrEqualTo(Math.max(1, VOLUMES / 100));
    } finally {
      workers.forEach(WorkerProcess::close);
      cinder.close();
    }
  }

  private void publish(List<Pair> pairs) {
    for (Pair pair : pairs) {
      String command = "{\"snapshot_id\":\"" + pair.snapshot() + "\"}";
      fleet.publisher().publish(pair.snapshot().value(), command.getBytes(StandardCharsets.UTF_8));
      LockSupport.parkNanos(SPACING.toNanos());
    }
  }

  /** Every four to nine seconds, until all is published; how many were killed and frozen. */
  private int[] disturb(CompletableFuture<Void> publishing, LossyFront front, Random chance)
      throws Exception {
    int[] done = new int[2];
    while (!isOver(publishing, 4_000 + chance.nextInt(5_000))) {
      int victim = chance.nextInt(WORKERS);
      if (chance.nextInt(4) > 0) {
        workers.get(victim).kill();
        workers.set(victim, worker(front, victim));
        done[0]++;
      } else {
        workers.get(victim).freeze();
        isOver(publishing, 3_000 + chance.nextInt(7_000));
        workers.get(victim).thaw();
        done[1]++;
      }
    }
    return done;
  }

  private static boolean isOver(CompletableFuture<Void> publishing, int millis) throws Exception {
    try {
      publishing.get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  /** Until nothing is in doubt, or what is has been so for longer than it takes. */
  private void awaitTruth() {
    try {
      await()
          .atMost(LATENESS.plus(Duration.ofSeconds(90)))
          .pollInterval(Duration.ofSeconds(2))
          .until(() -> last().values().stream().allMatch(CinderTrialIT::isEnd));
    } catch (ConditionTimeoutException e) {
      // The rest is for a person: counted below.
    }
  }

  private static boolean isEnd(Outcome outcome) {
    return outcome.result() instanceof Result.End || outcome.result() instanceof Result.Rejected;
  }

  /** What each snapshot's command was told last. */
  private Map<String, Outcome> last() {
    Map<String, Outcome> last = new HashMap<>();
    fleet.outcomes().stream()
        .filter(o -> o.duplicateOf() == null)
        .forEach(
            o ->
                last.merge(
                    String.valueOf(o.subject().snapshotId()),
                    o,
                    (a, b) -> a.told().revision() < b.told().revision() ? b : a));
    return last;
  }

  private boolean isLeftToAPerson(Pair pair) {
    return last().get(pair.snapshot().value()).result() instanceof Result.InDoubt;
  }

  /** By the volumes' own data, and by the log of the service's API. */
  private List<String> lies(List<Pair> pairs) throws Exception {
    List<String> lies = new ArrayList<>();
    Map<String, Outcome> last = last();
    for (Pair pair : pairs) {
      Result told = last.get(pair.snapshot().value()).result();
      boolean reverted = cinder.data(pair.volume()).equals("empty");
      boolean untrue =
          switch (told) {
            case Result.Rejected _ -> reverted;
            case Result.Accepted _, Result.Completed _ -> !reverted;
            case Result.InDoubt _, Result.Failed _, Result.Ended _, Result.Checked _ -> false;
          };
      if (untrue || cinder.actions(pair.volume()) > 1) {
        lies.add(
            pair
                + " told "
                + told
                + ", reverted "
                + reverted
                + ", requests "
                + cinder.actions(pair.volume()));
      }
    }
    return lies;
  }

  private void note(long seed, int[] done, long left, List<String> lies) throws Exception {
    Report report = fleet.audit(Duration.ofSeconds(15), Optional::empty);
    List<Duration> waited =
        fleet.answers().stream()
            .map(o -> Duration.between(o.subject().origin().timestamp(), o.told().time()))
            .sorted()
            .toList();
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        "## Seed %d: %d volumes, %d kills, %d freezes".formatted(seed, VOLUMES, done[0], done[1]));
    lines.add("");
    lines.add(
        "Left to a person: **%d**. Untrue: **%d**. First answer, from the command's append: p50 %d ms, p99 %d ms."
            .formatted(
                left,
                lies.size(),
                waited.get(waited.size() / 2).toMillis(),
                waited.get(waited.size() * 99 / 100).toMillis()));
    lines.add("");
    lines.addAll(report.lines());
    Files.write(
        Path.of("target", "cinder-trial.md"),
        lines,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    Figures.note(lines.get(1) + " " + lines.get(3));
    assertThat(report.violations()).isEmpty();
  }

  private WorkerProcess worker(LossyFront front, int number) throws Exception {
    return WorkerProcess.start(
        WorkerProcess.environment(
            fleet.kafka(),
            front.endpoint(),
            "trial-" + number + "-" + ThreadLocalRandom.current().nextInt(1_000_000),
            Map.of(
                "CLOUD_KIND", "cinder",
                "CLOUD_AUTH", "token",
                "CLOUD_TOKEN", "tester:" + Samples.PROJECT,
                "CLOUD_REQUEST_TIMEOUT", "10s",
                "RULES_VISIBLE_AFTER", "3s",
                "RULES_POLL_SHORTEST", "200ms",
                "RULES_POLL_LONGEST", "1s",
                "RULES_INFERENCE_AFTER", "10",
                "RULES_INFERENCE_LATENESS", LATENESS.toSeconds() + "s")));
  }
}
