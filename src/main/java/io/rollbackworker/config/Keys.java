package io.rollbackworker.config;

import io.rollbackworker.command.ProjectId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All settings; those of the cloud are in {@link CloudKeys} and {@link LimitKeys}, a worker's own
 * in {@link WorkerKeys}, a requester's in {@link SigningKeys}. The table of settings.md is tested
 * against this list.
 */
public final class Keys {
  private static final Forms KAFKA = new Forms();
  private static final Forms RULES = new Forms();
  private static final Forms PROJECT_RULES = RULES.forEachProject();

  public static final Key<String> BOOTSTRAP_SERVERS =
      KAFKA.text(
          "kafka.bootstrap-servers",
          null,
          "Brokers to connect to first.",
          "kafka-1:9092,kafka-2:9092");
  public static final Key<String> GROUP =
      KAFKA.text(
          "kafka.group",
          "rollback-workers",
          "Consumer group of the fleet; written into the ledger's heads.");
  public static final Key<String> COMMANDS_TOPIC =
      KAFKA.text("kafka.commands-topic", "rollback.commands", "Where commands are read from.");
  public static final Key<String> OUTCOMES_TOPIC =
      KAFKA.text("kafka.outcomes-topic", "rollback.outcomes", "Where outcomes are published.");
  public static final Key<String> LEDGER_TOPIC =
      KAFKA.text(
          "kafka.ledger-topic",
          "rollback.ledger",
          "The workers' memory; only workers write it. Names the transactional ids.");
  public static final Key<String> DEAD_LETTERS_TOPIC =
      KAFKA.text(
          "kafka.dead-letters-topic",
          "rollback.dead-letters",
          "Where the bytes of unreadable records go.");
  public static final Key<String> CONTROL_TOPIC =
      KAFKA.text(
          "kafka.control-topic",
          "rollback.control",
          "Where freezes and operators' words on doubts stand; only operators write it.");
  public static final Key<String> EVIDENCE_TOPIC =
      KAFKA.text(
          "kafka.evidence-topic",
          "rollback.evidence",
          "Where workers say what became of requests after they lost a partition; only workers"
              + " write it.");
  public static final Key<String> CAMPAIGNS_TOPIC =
      KAFKA.text(
          "kafka.campaigns-topic",
          "rollback.campaigns",
          "Where plans and waves of campaigns stand; workers do not read it.");
  public static final Key<Duration> OUTCOMES_RETENTION =
      KAFKA.duration(
          "kafka.outcomes-retention",
          "400d",
          "1h",
          "36500d",
          "Outcomes and dead letters are kept so long: topics create sets it, topics check and"
              + " audit want it.");
  public static final Key<Boolean> SINGLE_BROKER =
      KAFKA.flag(
          "kafka.single-broker", "false", "The cluster has one broker: replication 1 is enough.");
  public static final Key<Duration> SESSION_TIMEOUT =
      KAFKA.duration(
          "kafka.session-timeout",
          "10s",
          "6s",
          "5m",
          "After so long without a heartbeat a worker's partitions go to others.");
  public static final Key<Duration> MAX_POLL_INTERVAL =
      KAFKA.duration(
          "kafka.max-poll-interval",
          "2m",
          "10s",
          "30m",
          "A worker that does not poll for so long loses its partitions; a quarter of it is the"
              + " longest wait for requests under way when partitions are revoked.");
  public static final Key<Duration> CHECK_INTERVAL =
      KAFKA.duration(
          "kafka.check-interval",
          "1m",
          "1s",
          "1h",
          "How often topic ids, partition counts and settings are looked at.");

  public static final Key<List<ProjectId>> PROJECTS =
      RULES.projects(
          "rules.projects",
          "Projects that commands may name; the first is the default.",
          "0c2eba2c5af04d3f9e9d0d410b371fde");
  public static final Key<Duration> WINDOW =
      RULES.duration(
          "rules.window",
          "24h",
          "1s",
          "30d",
          "For so long after an accepted rollback further commands for the snapshot are"
              + " duplicates.");
  public static final Key<Duration> GREATEST_AGE =
      RULES.duration(
          "rules.greatest-age", "1h", "1s", "7d", "Nothing is sent for a command older than this.");
  public static final Key<Duration> PERMIT_LIFE =
      RULES.duration(
          "rules.permit-life",
          "30s",
          "1s",
          "5m",
          "A request is sent at most so long after its intent.");
  public static final Key<Duration> CLOCK_SKEW =
      RULES.duration(
          "rules.clock-skew",
          "10s",
          "100ms",
          "10m",
          "A worker whose clock is further from a broker's works on no partition of it.");
  public static final Key<Duration> VISIBLE_AFTER =
      RULES.duration(
          "rules.visible-after",
          "15s",
          "10ms",
          "10m",
          "For so long after a request the cloud may still show the state before it.");
  public static final Key<Duration> TOGETHER_WITHIN =
      RULES.duration(
          "rules.together-within",
          "5s",
          "1ms",
          "10m",
          "So far apart a cloud may stamp the end of one rollback on snapshot and volume; a volume"
              + " that changed later was changed by others.");
  public static final Key<Duration> POLL_SHORTEST =
      RULES.duration(
          "rules.poll-shortest",
          "2s",
          "10ms",
          "1m",
          "First interval between two looks at a busy snapshot or volume.");
  public static final Key<Duration> POLL_LONGEST =
      RULES.duration("rules.poll-longest", "30s", "10ms", "10m", "The intervals grow up to this.");
  public static final Key<Integer> WATCH_LOOKS_PER_SECOND =
      RULES.count(
          "rules.watch-looks-per-second",
          "20",
          1,
          10_000,
          "How often one worker looks at rollbacks that run or are in doubt, all together; a look"
              + " is two reads, or a reading of the lists for all that are due.");
  public static final Key<Duration> WATCH_ALARM =
      RULES.duration(
          "rules.watch-alarm",
          "6h",
          "1s",
          "30d",
          "A rollback that has not ended, or is in doubt, for longer raises an alarm; it is watched"
              + " on.");
  public static final Key<Inferring> INFERENCE =
      PROJECT_RULES.choice(
          "rules.inference",
          "by_kind",
          Inferring.class,
          "Whether doubts may be ended by updated_at, where it has proven itself: on, off, or on"
              + " for Cinder alone. Who says on accepts rules.inference-lateness, and that only"
              + " rollbacks move updated_at of a snapshot together with its volume's.");
  public static final Key<Integer> INFERENCE_AFTER =
      RULES.count(
          "rules.inference-after",
          "20",
          1,
          100_000,
          "So many rollbacks of a project must have moved updated_at, and so many snapshots at rest"
              + " must not, before it ends a doubt. Lessons of the fleet.");
  public static final Key<Duration> INFERENCE_LATENESS =
      RULES.duration(
          "rules.inference-lateness",
          "15m",
          "1s",
          "24h",
          "Assumed: nothing that was sent takes effect so long after its worker could send it, or"
              + " later. EVS refuses signatures older than 15 minutes; what waits behind its"
              + " gateway nobody bounds.");
  public static final Key<Integer> INFERENCE_NUMBER =
      RULES.count(
          "rules.inference-number",
          "1",
          1,
          1_000_000,
          "Of the lessons: with another number all begin anew, for all workers that have it. For"
              + " when a contradiction is understood.");
  public static final Key<List<String>> RESERVED_PREFIXES =
      RULES.texts(
          "rules.reserved-prefixes",
          "autobk_snapshot_,manualbk_snapshot_vbs_,manualbk_snapshot_csbs_",
          "Snapshots with such names belong to backups and are refused.",
          "autobk_snapshot_,nightly_");
  public static final Key<PolicySource> POLICY =
      RULES.key(
          "rules.policy-file",
          "",
          "empty, or a YAML file by policy.schema.json",
          "Who may have which disks rolled back, when, and with whose approval; empty: whoever can"
              + " write the commands topic. Read again when it has changed.",
          "/etc/rollback-worker/policy.yaml",
          text -> new PolicySource(text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text))));
  public static final Key<Integer> MAX_COMMAND_BYTES =
      RULES.count(
          "rules.max-command-bytes",
          "65536",
          1_024,
          1 << 18,
          "Larger records are refused unread. Bytes.");

  private Keys() {}

  /** In the order in which people read about them. */
  public static List<Key<?>> all() {
    return Stream.of(
            KAFKA, CloudKeys.KEYS, LimitKeys.KEYS, RULES, WorkerKeys.KEYS, SigningKeys.KEYS)
        .flatMap(Forms::keys)
        .toList();
  }
}
