package io.rollbackworker.proof.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Disturbs the fleet until it is told to stop, one thing after the other with pauses between; what
 * lasts (a frozen worker, a cut network) goes on beside the next ones.
 */
final class Disturber {
  private static final int TROUBLES_AT_ONCE = 2;
  private static final List<Duration> WRONG =
      Stream.of("PT2H", "-PT2H", "PT15S", "-PT15S").map(Duration::parse).toList();
  private final Random random;
  private final Deck<Disturbance> kinds;
  private final Deck<CloudTrouble.Kind> troubles;
  private final List<WorkerSlot> slots;
  private final Cluster cluster;
  private final Cloud cloud;
  private final Runnable resetGroup;
  private final Map<Disturbance, Integer> done = new EnumMap<>(Disturbance.class);
  private final Map<String, Integer> cloudFaults = new TreeMap<>();
  private final List<Thread> lasting = new ArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final ReentrantLock brokers = new ReentrantLock();

  Disturber(long seed, List<WorkerSlot> slots, Cluster cluster, Cloud cloud, Runnable resetGroup) {
    this.random = new Random(seed);
    this.kinds =
        new Deck<>(
            random,
            List.of(Disturbance.values()),
            Stream.of(Disturbance.values())
                .flatMap(kind -> Collections.nCopies(kind.weight, kind).stream())
                .toList());
    this.troubles = new Deck<>(random, List.of(), CloudTrouble.KINDS);
    this.slots = slots;
    this.cluster = cluster;
    this.cloud = cloud;
    this.resetGroup = resetGroup;
  }

  /** What could not be done as it was meant. */
  List<Throwable> failures() {
    return List.copyOf(failures);
  }

  /** How often each was done; cloud faults are counted by kind. */
  Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    done.forEach((kind, count) -> counts.put(kind.name().toLowerCase(Locale.ROOT), count));
    cloudFaults.forEach((kind, count) -> counts.put("cloud: " + kind, count));
    return counts;
  }

  void run(Duration duration) throws Exception {
    long end = System.nanoTime() + duration.toNanos();
    while (System.nanoTime() - end < 0) {
      disturb(kinds.next());
      TimeUnit.MILLISECONDS.sleep(500 + random.nextInt(2_500));
    }
    for (Thread thread : lasting) {
      thread.join();
    }
  }

  private void disturb(Disturbance kind) throws Exception {
    WorkerSlot slot = slots.get(random.nextInt(slots.size()));
    int broker = random.nextInt(cluster.size());
    long millis = 1_000 + random.nextInt(9_000);
    switch (kind) {
      case KILL_WORKER ->
          toRunning(
              kind,
              slot,
              () -> {
                slot.process().kill();
                sleep(millis / 2);
                slot.start();
              });
      case FREEZE_WORKER_BEYOND_ALL_DEADLINES ->
          toRunning(
              kind,
              slot,
              () -> {
                slot.process().freeze();
                sleep(9_000 + millis / 2);
                slot.process().thaw();
              });
      case STOP_WORKER_IN_ORDER ->
          toRunning(
              kind,
              slot,
              () -> {
                slot.process().terminate();
                slot.start();
              });
      case REMOVE_WORKER -> {
        if (running() > ChaosSettings.USUAL_WORKERS - 1) {
          toRunning(kind, slot, () -> slot.process().terminate());
        }
      }
      case ADD_WORKER ->
          slots.stream()
              .filter(s -> !s.isRunning())
              .findFirst()
              .ifPresent(s -> beside(kind, s.lock, s::start));
      case CUT_WORKER_FROM_BROKERS -> toRunning(kind, slot, () -> cut(slot, true, false, millis));
      case CUT_WORKER_FROM_CLOUD -> toRunning(kind, slot, () -> cut(slot, false, true, millis));
      case CUT_WORKER_FROM_BOTH -> toRunning(kind, slot, () -> cut(slot, true, true, millis));
      case RESET_CONNECTIONS -> toRunning(kind, slot, slot::resetConnections);
      case KILL_BROKER ->
          beside(
              kind,
              brokers,
              () -> {
                cluster.kill(broker);
                sleep(millis / 3);
                cluster.restart(broker);
                cluster.awaitServing();
              });
      case FREEZE_BROKER ->
          beside(
              kind,
              brokers,
              () -> {
                cluster.freeze(broker);
                sleep(millis);
                cluster.thaw(broker);
              });
      case KILL_ALL_BROKERS ->
          beside(
              kind,
              brokers,
              () -> {
                for (int i = 0; i < cluster.size(); i++) {
                  cluster.kill(i);
                }
                sleep(millis);
                for (int i = 0; i < cluster.size(); i++) {
                  cluster.restart(i);
                }
                cluster.awaitServing();
              });
      case SKIP_ENDS_OF_TRANSACTIONS ->
          beside(kind, brokers, () -> cluster.forgetLeaders(broker, 1 + (int) (millis % 4)));
      case SET_CLOCK_WRONG -> {
        Duration ahead = WRONG.get(random.nextInt(WRONG.size()));
        toRunning(
            kind,
            slot,
            () -> {
              slot.setClockWrong(ahead);
              sleep(3_000 + millis);
              slot.setClockRight();
            });
      }
      case RESET_GROUP_TO_THE_BEGINNING -> {
        for (Thread thread : lasting) {
          thread.join();
        }
        count(kind);
        resetGroup.run();
      }
      case CLOUD_FAULTS -> {
        for (int i = 0; i < TROUBLES_AT_ONCE; i++) {
          CloudTrouble trouble = CloudTrouble.of(troubles.next(), random);
          cloudFaults.merge(trouble.name(), 1, Integer::sum);
          cloud.addFault(trouble.json());
        }
      }
    }
  }

  private static void cut(WorkerSlot slot, boolean fromKafka, boolean fromCloud, long millis)
      throws InterruptedException {
    if (fromKafka) {
      slot.cutFromKafka();
    }
    if (fromCloud) {
      slot.cutFromCloud();
    }
    sleep(millis);
    slot.heal();
  }

  private long running() {
    return slots.stream().filter(WorkerSlot::isRunning).count();
  }

  private interface Action {
    void run() throws Exception;
  }

  private void toRunning(Disturbance kind, WorkerSlot slot, Action action) {
    if (slot.isRunning()) {
      beside(kind, slot.lock, action);
    }
  }

  /** On a thread of its own, unless its victim is in other hands. */
  private void beside(Disturbance kind, ReentrantLock victim, Action action) {
    if (victim.isLocked()) {
      return;
    }
    count(kind);
    lasting.removeIf(thread -> !thread.isAlive());
    lasting.add(
        Thread.ofPlatform()
            .start(
                () -> {
                  victim.lock();
                  try {
                    action.run();
                  } catch (Exception e) {
                    failures.add(new IllegalStateException(kind + " failed", e));
                  } finally {
                    victim.unlock();
                  }
                }));
  }

  private void count(Disturbance kind) {
    done.merge(kind, 1, Integer::sum);
  }

  private static void sleep(long millis) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(millis);
  }
}
