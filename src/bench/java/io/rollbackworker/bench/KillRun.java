package io.rollbackworker.bench;

import io.rollbackworker.bench.Observer.Told;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Two workers of an arm, of which one is killed every few seconds and started again at once; and
 * what that did to the commands. The API answers all the time.
 */
final class KillRun {
  private static final Duration BETWEEN = Duration.ofSeconds(5);
  private static final int WORKERS = 2;

  /**
   * Without another answer, after the last kill: a doubt is told when permit and request are over.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(100);

  private final Children.Child broker;
  private final Path logs;

  KillRun(Children.Child broker, Path logs) {
    this.broker = broker;
    this.logs = logs;
  }

  /**
   * @param killing for so long, or until all is answered
   */
  Killed measure(Arm arm, Workload workload, Duration killing, String id) throws Exception {
    Topics topics = Topics.make(broker.said(), id, workload.partitions());
    topics.publish(workload.backlog(), workload.keys());
    RandomGenerator random = Latency.random();
    try (Children children = new Children(logs.resolve(id));
        Observer observer = new Observer(topics, workload.partitions())) {
      Api api = Api.start(children, workload, logs.resolve(id));
      Children.Child[] workers = new Children.Child[WORKERS];
      for (int i = 0; i < WORKERS; i++) {
        workers[i] = arm.start(children, topics, api, workload);
      }
      long end = System.nanoTime() + killing.toNanos();
      int kills = 0;
      while (System.nanoTime() - end < 0 && observer.look() < workload.backlog()) {
        observer.lookUntil(System.nanoTime() + BETWEEN.toNanos());
        int one = random.nextInt(WORKERS);
        workers[one].kill();
        kills++;
        workers[one] = arm.start(children, topics, api, workload);
      }
      settle(observer, workload.backlog());
      return count(arm, workload, observer, api, kills);
    }
  }

  private static void settle(Observer observer, int commands) {
    long progress = System.nanoTime();
    for (int before = 0; before < commands && System.nanoTime() - progress < PATIENCE.toNanos(); ) {
      int now = observer.look();
      progress = now > before ? System.nanoTime() : progress;
      before = now;
    }
    // What was told first may still be revised.
    observer.lookUntil(System.nanoTime() + TimeUnit.SECONDS.toNanos(20));
  }

  private static Killed count(Arm arm, Workload workload, Observer observer, Api api, int kills)
      throws Exception {
    var effects = api.effects();
    int lost = 0;
    int unanswered = 0;
    int wrong = 0;
    int doubtful = 0;
    for (int i = 0; i < workload.backlog(); i++) {
      String snapshot = Topics.snapshot(i);
      boolean taken = effects.containsKey(snapshot);
      Observer.Answer answer = observer.answered().get(snapshot);
      Told told = answer == null ? null : answer.told();
      lost += taken || told != null ? 0 : 1;
      unanswered += taken && told == null ? 1 : 0;
      doubtful += told == Told.IN_DOUBT ? 1 : 0;
      wrong += (told == Told.TAKEN && !taken) || (told == Told.NOT_TAKEN && taken) ? 1 : 0;
    }
    int twice = (int) effects.values().stream().filter(count -> count > 1).count();
    return new Killed(
        arm.name, workload.backlog(), kills, twice, lost, unanswered, wrong, doubtful);
  }
}
