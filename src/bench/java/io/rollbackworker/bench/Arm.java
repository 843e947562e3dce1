package io.rollbackworker.bench;

import io.rollbackworker.bench.arms.ParallelConsumer;
import io.rollbackworker.bench.arms.PlainLoop;
import io.rollbackworker.bench.arms.Setting;
import io.rollbackworker.bench.arms.ShareConsumer;
import io.rollbackworker.bench.arms.SpringListener;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is measured beside what. */
enum Arm {
  OURS("rollback-worker") {
    @Override
    Children.Child start(Children children, Topics topics, String endpoint, Workload workload)
        throws IOException {
      return children.program(
          name,
          List.of(System.getProperty("rollbackworker.image") + "/bin/rollback-worker", "run"),
          environment(topics, endpoint, workload));
    }
  },
  PLAIN("plain loop (unsafe)") {
    @Override
    Children.Child start(Children children, Topics topics, String endpoint, Workload workload)
        throws IOException {
      return java(PlainLoop.class, children, topics, endpoint, workload);
    }
  },
  PARALLEL_CONSUMER("Parallel Consumer KEY") {
    @Override
    Children.Child start(Children children, Topics topics, String endpoint, Workload workload)
        throws IOException {
      return java(ParallelConsumer.class, children, topics, endpoint, workload);
    }
  },
  SPRING("Spring Kafka") {
    @Override
    Children.Child start(Children children, Topics topics, String endpoint, Workload workload)
        throws IOException {
      return java(SpringListener.class, children, topics, endpoint, workload);
    }
  },
  SHARE_GROUP("share group") {
    @Override
    Children.Child start(Children children, Topics topics, String endpoint, Workload workload)
        throws IOException {
      return java(ShareConsumer.class, children, topics, endpoint, workload);
    }
  };

  private static final String JVM = System.getProperty("bench.jvm", "-Xms1g -Xmx1g");
  private static final String PROJECT = "0c2eba2c5af04d3f9e9d0d410b371fde";

  final String name;

  Arm(String name) {
    this.name = name;
  }

  abstract Children.Child start(
      Children children, Topics topics, String endpoint, Workload workload) throws IOException;

  private static Children.Child java(
      Class<?> main, Children children, Topics topics, String endpoint, Workload workload)
      throws IOException {
    Setting setting =
        new Setting(
            topics.settings().bootstrapServers(),
            topics.settings().commandsTopic(),
            topics.settings().outcomesTopic(),
            topics.settings().group(),
            endpoint,
            PROJECT,
            workload.callsInFlight());
    return children.start(main, List.of(JVM.split(" ")), setting.toArguments());
  }

  /** All limits but the one of calls in flight are out of the way. */
  private static Map<String, String> environment(
      Topics topics, String endpoint, Workload workload) {
    Map<String, String> settings = new HashMap<>();
    settings.put("KAFKA_BOOTSTRAP_SERVERS", topics.settings().bootstrapServers());
    settings.put("KAFKA_GROUP", topics.settings().group());
    settings.put("KAFKA_COMMANDS_TOPIC", topics.settings().commandsTopic());
    settings.put("KAFKA_OUTCOMES_TOPIC", topics.settings().outcomesTopic());
    settings.put("KAFKA_LEDGER_TOPIC", topics.settings().ledgerTopic());
    settings.put("KAFKA_DEAD_LETTERS_TOPIC", topics.settings().deadLettersTopic());
    settings.put("KAFKA_CONTROL_TOPIC", topics.settings().controlTopic());
    settings.put("KAFKA_EVIDENCE_TOPIC", topics.settings().evidenceTopic());
    settings.put("KAFKA_SINGLE_BROKER", "true");
    settings.put("KAFKA_SESSION_TIMEOUT", "6s");
    settings.put("CLOUD_ENDPOINT", endpoint);
    settings.put("RULES_PROJECTS", PROJECT);
    settings.put("RULES_VISIBLE_AFTER", "10ms");
    settings.put("RULES_WATCH_LOOKS_PER_SECOND", "10000");
    settings.put("BREAKER_CALLS", "1000");
    settings.put("BREAKER_PERCENT", "100");
    settings.put("LIMITS_CALLS_PER_SECOND", "100000");
    settings.put("LIMITS_READS_PER_SECOND", "100000");
    settings.put("LIMITS_ROLLBACKS_PER_SECOND", "100000");
    settings.put("LIMITS_ROLLBACKS_PER_MINUTE", "1000000");
    settings.put("LIMITS_ROLLBACKS_AT_ONCE", "1000000");
    settings.put("LIMITS_CONCURRENT_CALLS", Integer.toString(workload.callsInFlight()));
    settings.put("HTTP_PORT", "0");
    settings.put("JAVA_OPTIONS", JVM);
    Map<String, String> environment = new HashMap<>();
    settings.forEach((name, value) -> environment.put("ROLLBACK_" + name, value));
    return environment;
  }
}
