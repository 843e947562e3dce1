package io.rollbackworker.proof.chaos;

import io.rollbackworker.proof.guards.Guard;
import java.time.Duration;
import java.util.Optional;

/**
 * How long, how much and which chaos.
 *
 * @param seed decides commands and disturbances; what meets what is decided by the machine
 * @param commands published over the whole duration, at an even rate
 * @param updatedAt how the cloud keeps it, as its option says
 * @param without the workers lack this guard, so that a promise must be found broken
 */
record ChaosSettings(
    Duration duration,
    long seed,
    int brokers,
    int partitions,
    int commands,
    int snapshots,
    String updatedAt,
    Optional<Guard> without) {
  static final int MAX_WORKERS = 5;
  static final int USUAL_WORKERS = 3;

  /** Brokers are away for longer than the two minutes after which a producer gives up. */
  static final int REQUESTERS_PATIENCE_MILLIS = 600_000;

  /** From system properties; the defaults are the short version that every build runs. */
  static ChaosSettings fromProperties() {
    return new ChaosSettings(
        Duration.parse(System.getProperty("chaos.duration", "PT80S")),
        Long.getLong("chaos.seed", 20_261_121L),
        Integer.getInteger("chaos.brokers", 1),
        Integer.getInteger("chaos.partitions", 6),
        Integer.getInteger("chaos.commands", 1_000),
        Integer.getInteger("chaos.snapshots", 600),
        System.getProperty("chaos.updated-at", "honest"),
        Optional.ofNullable(System.getProperty("chaos.without")).map(Guard::valueOf));
  }

  String command() {
    return "mvn verify -Pchaos -Dchaos.duration="
        + duration
        + " -Dchaos.seed="
        + seed
        + " -Dchaos.brokers="
        + brokers
        + " -Dchaos.commands="
        + commands
        + " -Dchaos.snapshots="
        + snapshots
        + " -Dchaos.updated-at="
        + updatedAt;
  }
}
