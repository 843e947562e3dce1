package io.rollbackworker;

import io.rollbackworker.cloud.CloudSettings;
import io.rollbackworker.config.Configuration;
import io.rollbackworker.config.Keys;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.precondition.Preconditions;
import io.rollbackworker.rollback.Rules;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** The configuration as the parts of the program want it. */
public record Settings(
    KafkaSettings kafka,
    CloudSettings cloud,
    Rules rules,
    Preconditions preconditions,
    int maxCommandBytes,
    String workerName) {

  /** A worker's whole settings. */
  public static Settings of(Configuration c) {
    String name = c.get(Keys.WORKER_NAME);
    return new Settings(
        kafka(c),
        cloud(c),
        rules(c),
        new Preconditions(c.get(Keys.RESERVED_PREFIXES)),
        c.get(Keys.MAX_COMMAND_BYTES),
        name.isEmpty() ? defaultName() : name);
  }

  /** What is needed to talk to Kafka alone. */
  public static KafkaSettings kafka(Configuration c) {
    return new KafkaSettings(
        c.get(Keys.BOOTSTRAP_SERVERS),
        c.get(Keys.GROUP),
        c.get(Keys.COMMANDS_TOPIC),
        c.get(Keys.OUTCOMES_TOPIC),
        c.get(Keys.LEDGER_TOPIC),
        c.get(Keys.DEAD_LETTERS_TOPIC),
        c.get(Keys.SINGLE_BROKER),
        c.get(Keys.SESSION_TIMEOUT),
        c.get(Keys.MAX_POLL_INTERVAL),
        c.get(Keys.CHECK_INTERVAL),
        c.kafkaClient());
  }

  private static CloudSettings cloud(Configuration c) {
    String token = c.get(Keys.TOKEN);
    return new CloudSettings(
        c.get(Keys.ENDPOINT),
        token.isEmpty() ? null : token,
        c.get(Keys.CONNECT_TIMEOUT),
        c.get(Keys.READ_TIMEOUT),
        c.get(Keys.REQUEST_TIMEOUT),
        c.get(Keys.MAX_CONCURRENT_CALLS),
        c.get(Keys.READ_ATTEMPTS));
  }

  private static Rules rules(Configuration c) {
    return new Rules(
        c.get(Keys.WINDOW),
        c.get(Keys.GREATEST_AGE),
        c.get(Keys.PERMIT_LIFE),
        c.get(Keys.REQUEST_TIMEOUT),
        c.get(Keys.SETTLING_TIME),
        c.get(Keys.POLL_SHORTEST),
        c.get(Keys.POLL_LONGEST),
        c.get(Keys.WATCH_LOOKS_PER_SECOND),
        c.get(Keys.WATCH_ALARM),
        c.get(Keys.PROJECTS));
  }

  private static String defaultName() {
    String process = "-" + ProcessHandle.current().pid();
    try {
      return InetAddress.getLocalHost().getHostName() + process;
    } catch (UnknownHostException e) {
      return "worker" + process; // A host that does not know its own name.
    }
  }
}
