package io.rollbackworker.bench;

import io.rollbackworker.bench.arms.ParallelConsumer;
import io.rollbackworker.bench.arms.PlainLoop;
import io.rollbackworker.bench.arms.Setting;
import io.rollbackworker.bench.arms.ShareConsumer;
import io.rollbackworker.bench.arms.SpringListener;
import io.rollbackworker.bench.arms.WithoutLedger;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.testing.WorkerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is measured beside what. */
enum Arm {
  OURS("rollback-worker", null),
  OURS_TRAINED("rollback-worker, trained", null),
  WITHOUT_LEDGER("rollback-worker without ledger (unsafe)", WithoutLedger.class),
  PLAIN("plain loop (unsafe)", PlainLoop.class),
  PARALLEL_CONSUMER("Parallel Consumer KEY", ParallelConsumer.class),
  SPRING("Spring Kafka", SpringListener.class),
  SHARE_GROUP("share group", ShareConsumer.class);

  private static final String JVM = System.getProperty("bench.jvm", "-Xms1g -Xmx1g");

  private static final String TRAINED =
      Path.of("target", "trained.aot").toAbsolutePath().toString();

  static final String CACHE = "-XX:AOTCache=" + TRAINED;

  final String name;
  private final @Nullable Class<?> main;

  /**
   * @param main null: the packaged program
   */
  Arm(String name, @Nullable Class<?> main) {
    this.name = name;
    this.main = main;
  }

  /** As after an installation; once for all runs. */
  void prepare() throws IOException, InterruptedException {
    if (this == OURS_TRAINED) {
      List<String> train =
          List.of(WorkerProcess.image() + "/bin/rollback-worker", "train", "--cache", TRAINED);
      if (new ProcessBuilder(train).inheritIO().start().waitFor() != 0) {
        throw new IOException("it could not be trained");
      }
    }
  }

  /** Options of every arm's JVM. */
  static List<String> jvm() {
    return List.of(JVM.split(" "));
  }

  Children.Child start(Children children, Topics topics, Api api, Workload workload)
      throws IOException {
    if (main == null) {
      String more = this == OURS_TRAINED ? " " + CACHE : "";
      return children.program(
          name,
          List.of(WorkerProcess.image() + "/bin/rollback-worker", "run"),
          environment(topics, api, workload, JVM + more));
    }
    List<String> options = new ArrayList<>(jvm());
    api.certificate().ifPresent(shown -> options.addAll(shown.trusted()));
    if (this == WITHOUT_LEDGER) {
      return children.start(main, options, environment(topics, api, workload, ""));
    }
    Setting setting =
        new Setting(
            topics.settings().bootstrapServers(),
            topics.settings().commandsTopic(),
            topics.settings().outcomesTopic(),
            topics.settings().group(),
            api.endpoint(),
            SeedWorld.PROJECT,
            workload.callsInFlight());
    return children.start(main, options, Map.of(), setting.toArguments());
  }

  /**
   * All limits but the one of calls in flight are out of the way; the rules are those of a fleet.
   */
  private static Map<String, String> environment(
      Topics topics, Api api, Workload workload, String javaOptions) {
    Map<String, String> more = new HashMap<>();
    more.put("RULES_WINDOW", "24h");
    more.put("RULES_GREATEST_AGE", "1h");
    more.put("RULES_PERMIT_LIFE", "30s");
    more.put("RULES_VISIBLE_AFTER", "10ms");
    more.put("BREAKER_CALLS", "1000");
    more.put("BREAKER_PERCENT", "100");
    more.put("BREAKER_PAUSE", "2s");
    more.put("LIMITS_CALLS_PER_SECOND", "100000");
    more.put("LIMITS_READS_PER_SECOND", "100000");
    more.put("LIMITS_ROLLBACKS_PER_SECOND", "100000");
    more.put("LIMITS_ROLLBACKS_PER_MINUTE", "1000000");
    more.put("LIMITS_ROLLBACKS_AT_ONCE", "1000000");
    // Of the fleet; the others' is of each process.
    int callsInFlight = workload.callsInFlight() * workload.workers();
    more.put("LIMITS_CONCURRENT_CALLS", Integer.toString(callsInFlight));
    more.put("JAVA_OPTIONS", javaOptions);
    api.certificate().ifPresent(shown -> more.put("CLOUD_CA_FILE", shown.pem().toString()));
    // Each process has a name of its own: two are killed side by side.
    String worker = "worker-" + UUID.randomUUID();
    return WorkerProcess.environment(topics.settings(), URI.create(api.endpoint()), worker, more);
  }
}
