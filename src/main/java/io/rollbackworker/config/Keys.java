package io.rollbackworker.config;

import static io.rollbackworker.config.Forms.count;
import static io.rollbackworker.config.Forms.duration;
import static io.rollbackworker.config.Forms.flag;
import static io.rollbackworker.config.Forms.headerValue;
import static io.rollbackworker.config.Forms.projects;
import static io.rollbackworker.config.Forms.text;
import static io.rollbackworker.config.Forms.texts;
import static io.rollbackworker.config.Forms.uri;

import io.rollbackworker.command.ProjectId;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** All settings. README's table is tested against this list. */
public final class Keys {
  public static final Key<String> BOOTSTRAP_SERVERS =
      text(
          "kafka.bootstrap-servers",
          null,
          "Brokers to connect to first.",
          "kafka-1:9092,kafka-2:9092");
  public static final Key<String> GROUP =
      text(
          "kafka.group",
          "rollback-workers",
          "Consumer group of the fleet; written into the ledger's heads.",
          "rollback-workers");
  public static final Key<String> COMMANDS_TOPIC =
      text(
          "kafka.commands-topic",
          "rollback.commands",
          "Where commands are read from.",
          "rollback.commands");
  public static final Key<String> OUTCOMES_TOPIC =
      text(
          "kafka.outcomes-topic",
          "rollback.outcomes",
          "Where outcomes are published.",
          "rollback.outcomes");
  public static final Key<String> LEDGER_TOPIC =
      text(
          "kafka.ledger-topic",
          "rollback.ledger",
          "The workers' memory; only workers write it. Names the transactional ids.",
          "rollback.ledger");
  public static final Key<String> DEAD_LETTERS_TOPIC =
      text(
          "kafka.dead-letters-topic",
          "rollback.dead-letters",
          "Where the bytes of unreadable records go.",
          "rollback.dead-letters");
  public static final Key<Boolean> SINGLE_BROKER =
      flag("kafka.single-broker", "false", "The cluster has one broker: replication 1 is enough.");
  public static final Key<Duration> SESSION_TIMEOUT =
      duration(
          "kafka.session-timeout",
          "10s",
          "6s",
          "5m",
          "After so long without a heartbeat a worker's partitions go to others.");
  public static final Key<Duration> MAX_POLL_INTERVAL =
      duration(
          "kafka.max-poll-interval",
          "2m",
          "10s",
          "30m",
          "A worker that does not poll for so long loses its partitions; a quarter of it is the"
              + " longest wait for requests under way when partitions are revoked.");
  public static final Key<Duration> CHECK_INTERVAL =
      duration(
          "kafka.check-interval",
          "1m",
          "1s",
          "1h",
          "How often topic ids, partition counts and settings are looked at.");

  public static final Key<URI> ENDPOINT =
      uri(
          "cloud.endpoint",
          "Scheme, host and port of the EVS API.",
          "https://evs.cn-north-4.myhuaweicloud.com");
  public static final Key<String> TOKEN =
      headerValue(
          "cloud.token",
          "Sent as X-Auth-Token; empty: none. Better given by the environment than in the file.",
          "MIIF...");
  public static final Key<Duration> CONNECT_TIMEOUT =
      duration("cloud.connect-timeout", "5s", "100ms", "1m", "For one attempt to connect.");
  public static final Key<Duration> READ_TIMEOUT =
      duration("cloud.read-timeout", "10s", "100ms", "2m", "For one whole read call.");
  public static final Key<Duration> REQUEST_TIMEOUT =
      duration(
          "cloud.request-timeout",
          "30s",
          "100ms",
          "5m",
          "For the whole rollback call, until the answer's status.");
  public static final Key<Integer> MAX_CONCURRENT_CALLS =
      count(
          "cloud.max-concurrent-calls",
          "64",
          1,
          1_000,
          "Commands that may talk to the cloud at once, in one worker.");
  public static final Key<Integer> READ_ATTEMPTS =
      count(
          "cloud.read-attempts",
          "3",
          1,
          10,
          "How often one read is tried before the command waits.");

  public static final Key<List<ProjectId>> PROJECTS =
      projects(
          "rules.projects",
          "Projects that commands may name; the first is the default.",
          "0c2eba2c5af04d3f9e9d0d410b371fde");
  public static final Key<Duration> WINDOW =
      duration(
          "rules.window",
          "24h",
          "1s",
          "30d",
          "For so long after an accepted rollback further commands for the snapshot are"
              + " duplicates.");
  public static final Key<Duration> GREATEST_AGE =
      duration(
          "rules.greatest-age", "1h", "1s", "7d", "Nothing is sent for a command older than this.");
  public static final Key<Duration> PERMIT_LIFE =
      duration(
          "rules.permit-life",
          "30s",
          "1s",
          "5m",
          "A request is sent at most so long after its intent.");
  public static final Key<Duration> SETTLING_TIME =
      duration(
          "rules.settling-time",
          "15s",
          "10ms",
          "10m",
          "For so long after a request the cloud may still show the state before it.");
  public static final Key<Duration> POLL_SHORTEST =
      duration(
          "rules.poll-shortest",
          "2s",
          "10ms",
          "1m",
          "First interval between two looks at a busy snapshot or volume.");
  public static final Key<Duration> POLL_LONGEST =
      duration("rules.poll-longest", "30s", "10ms", "10m", "The intervals grow up to this.");
  public static final Key<Integer> WATCH_LOOKS_PER_SECOND =
      count(
          "rules.watch-looks-per-second",
          "20",
          1,
          10_000,
          "How often one worker looks at rollbacks that run or are in doubt, all together; a look"
              + " is two reads.");
  public static final Key<Duration> WATCH_ALARM =
      duration(
          "rules.watch-alarm",
          "6h",
          "1s",
          "30d",
          "A rollback that has not ended, or is in doubt, for longer raises an alarm; it is watched"
              + " on.");
  public static final Key<List<String>> RESERVED_PREFIXES =
      texts(
          "rules.reserved-prefixes",
          "autobk_snapshot_,manualbk_snapshot_vbs_,manualbk_snapshot_csbs_",
          "Snapshots with such names belong to backups and are refused.",
          "autobk_snapshot_,nightly_");
  public static final Key<Integer> MAX_COMMAND_BYTES =
      count(
          "rules.max-command-bytes",
          "65536",
          1_024,
          1 << 19,
          "Larger records are refused unread. Bytes.");

  public static final Key<String> WORKER_NAME =
      text(
          "worker.name",
          "",
          "Stands in outcomes and logs; empty: the host's name and the process id.",
          "worker-1");

  private Keys() {}

  /** In the order in which people read about them. */
  public static List<Key<?>> all() {
    return List.of(
        BOOTSTRAP_SERVERS,
        GROUP,
        COMMANDS_TOPIC,
        OUTCOMES_TOPIC,
        LEDGER_TOPIC,
        DEAD_LETTERS_TOPIC,
        SINGLE_BROKER,
        SESSION_TIMEOUT,
        MAX_POLL_INTERVAL,
        CHECK_INTERVAL,
        ENDPOINT,
        TOKEN,
        CONNECT_TIMEOUT,
        READ_TIMEOUT,
        REQUEST_TIMEOUT,
        MAX_CONCURRENT_CALLS,
        READ_ATTEMPTS,
        PROJECTS,
        WINDOW,
        GREATEST_AGE,
        PERMIT_LIFE,
        SETTLING_TIME,
        POLL_SHORTEST,
        POLL_LONGEST,
        WATCH_LOOKS_PER_SECOND,
        WATCH_ALARM,
        RESERVED_PREFIXES,
        MAX_COMMAND_BYTES,
        WORKER_NAME);
  }
}
