package io.rollbackworker.telemetry;

import java.util.List;

/**
 * The catalogue of meters; the table in {@code config/README.md} is tested against it. Tags take
 * their values from closed lists: no snapshot or command id is ever one.
 */
public enum Meter {
  OUTCOMES(
      "rollback.outcomes",
      Kind.COUNTER,
      "events",
      "Outcomes published, by type, error code and whether they repeat a recorded answer.",
      "type",
      "code",
      "duplicate"),
  COMMAND_TIME(
      "rollback.command.time",
      Kind.TIMER,
      "seconds",
      "From a command's append to the commit of its first outcome, by the outcome's type.",
      "type"),
  COMMANDS_OPEN(
      "rollback.commands.open", Kind.GAUGE, "commands", "Commands read and not yet answered."),
  COMMANDS_PARKED(
      "rollback.commands.parked",
      Kind.GAUGE,
      "commands",
      "Of those that are read and not yet answered, the ones that are remembered by their offset"
          + " alone, for they have no room."),
  COMMANDS_OLDEST(
      "rollback.commands.oldest",
      Kind.GAUGE,
      "seconds",
      "Age of the oldest command that was read and is not answered; 0: there is none."),
  COMMANDS_LAG(
      "rollback.commands.lag",
      Kind.GAUGE,
      "records",
      "Records of this worker's partitions that were not read yet, as its consumer knows; not"
          + " counted anew while a partition is full."),
  COMMANDS_LOST(
      "rollback.commands.lost",
      Kind.COUNTER,
      "records",
      "Offsets that the topic's retention removed before anyone read them (exception of P3)."),
  DOUBTS(
      "rollback.doubts",
      Kind.GAUGE,
      "commands",
      "Commands in doubt now: a request was sent and nobody can say what it did."),
  DOUBTS_TOLD(
      "rollback.doubts.told",
      Kind.COUNTER,
      "commands",
      "Commands told in_doubt, by why nobody can say what their request did.",
      "cause"),
  DOUBTS_ENDED(
      "rollback.doubts.ended",
      Kind.TIMER,
      "seconds",
      "From a command's append to the revision that ended its doubt, by the verdict and by what it"
          + " rests on: proof, worker, operator, inference.",
      "type",
      "by"),
  ALARMS("rollback.alarms", Kind.COUNTER, "alarms", "Alarms raised, by kind.", "alarm"),
  LANES(
      "rollback.lanes",
      Kind.GAUGE,
      "partitions",
      "Assigned partitions, by what they do: opening, restoring, running, stuck, obstructed,"
          + " full, blocked.",
      "state"),
  PARTITIONS(
      "rollback.partitions",
      Kind.GAUGE,
      "partitions",
      "Partitions of the commands topic, whoever owns them; 0: not known yet."),
  ORDERS_HEARD(
      "rollback.orders.heard",
      Kind.GAUGE,
      "0 or 1",
      "1 while the control topic is read to its end; else everything counts as frozen here."),
  POLICY_CURRENT(
      "rollback.policy.current",
      Kind.GAUGE,
      "0 or 1",
      "0 while the file of rules.policy-file cannot be used, and what it said before counts."),
  CERTIFICATE_ENDS(
      "rollback.certificate.ends",
      Kind.GAUGE,
      "seconds",
      "Until the first certificate ends of those that this worker shows, by whom it shows them to;"
          + " below 0: it is over, NaN: there is none in a PEM file.",
      "shown_to"),
  LEDGER_ENTRIES(
      "rollback.ledger.entries",
      Kind.GAUGE,
      "entries",
      "Snapshots that this worker's slices of the ledger remember."),
  LEDGER_FORGOTTEN(
      "rollback.ledger.forgotten",
      Kind.COUNTER,
      "entries",
      "Snapshots of refused commands that were forgotten early, for memory is used up (exception of"
          + " P4)."),
  MEMORY_USED(
      "rollback.memory.used",
      Kind.GAUGE,
      "ratio",
      "Share of worker.heap-percent of the heap that entries and open commands take, about."),
  LANE_TRANSACTION(
      "rollback.lane.transaction",
      Kind.TIMER,
      "seconds",
      "One decision of a lane, from begin until it was seen."),
  LANE_RESTORE(
      "rollback.lane.restore",
      Kind.TIMER,
      "seconds",
      "From the opening of a partition to its readiness: check, fence, restore."),
  LANE_SESSIONS_ENDED(
      "rollback.lane.sessions.ended",
      Kind.COUNTER,
      "sessions",
      "Sessions of lanes that ended by a failure; each is opened again."),
  CLOUD_CALLS(
      "rollback.cloud.calls",
      Kind.TIMER,
      "seconds",
      "Looks (two or three reads, with their repeats) and rollback requests, by operation and"
          + " result.",
      "operation",
      "result"),
  CLOUD_OUT(
      "rollback.cloud.out",
      Kind.GAUGE,
      "0 or 1",
      "1 while the breaker is open: no intent is made, no rollback is sent.",
      "project"),
  CLOUD_TURNS_WAITING(
      "rollback.cloud.turns.waiting",
      Kind.GAUGE,
      "turns",
      "Commands and watches that wait for their turn at the limits.",
      "project",
      "calls"),
  CLOUD_RATE(
      "rollback.cloud.rate",
      Kind.GAUGE,
      "calls per second",
      "Calls that this worker lets go: its share of the limit, or less after 429s.",
      "project",
      "calls"),
  CLOUD_QUOTA_USED(
      "rollback.cloud.quota.used",
      Kind.GAUGE,
      "ratio",
      "Share of this worker's part of the configured limit that was used in the last second or so.",
      "project",
      "calls"),
  CLOUD_RUNNING(
      "rollback.cloud.running",
      Kind.GAUGE,
      "rollbacks",
      "Rollbacks that this worker follows while they run at the cloud.",
      "project"),
  FROZEN(
      "rollback.frozen",
      Kind.GAUGE,
      "0 or 1",
      "1 while nothing is sent for the project because of a freeze, or because freezes cannot be"
          + " heard.",
      "project"),
  NOTICES(
      "rollback.notices",
      Kind.COUNTER,
      "notices",
      "What the cloud's own log (cloud.notifications-topic) has said of requests with a permit, of"
          + " this fleet or another.",
      "what"),
  NOTICES_FOLLOWED(
      "rollback.notices.followed",
      Kind.GAUGE,
      "0 or 1",
      "1 while the cloud's own log can be read; 0: it cannot, or none is configured."),
  INFERENCE(
      "rollback.inference",
      Kind.GAUGE,
      "0 or 1",
      "1 while doubts are ended by updated_at: allowed, learned, and never contradicted.",
      "project"),
  INFERENCE_LESSONS(
      "rollback.inference.lessons",
      Kind.GAUGE,
      "lessons",
      "What the fleet has learned of updated_at: rollbacks that moved it, snapshots at rest that it"
          + " left alone, such that moved alone, and whether anything spoke against it.",
      "project",
      "lesson"),
  READY(
      "rollback.worker.ready",
      Kind.GAUGE,
      "0 or 1",
      "1 while nothing keeps the worker from its work; as /health/ready.");

  enum Kind {
    COUNTER,
    GAUGE,
    TIMER
  }

  private final String id;
  private final Kind kind;
  private final String unit;
  private final String meaning;
  private final String tags;

  Meter(String id, Kind kind, String unit, String meaning, String... tags) {
    this.id = id;
    this.kind = kind;
    this.unit = unit;
    this.meaning = meaning;
    this.tags = String.join(" ", tags);
  }

  /** The name in Micrometer's form; Prometheus shows underscores and a suffix. */
  public String id() {
    return id;
  }

  Kind kind() {
    return kind;
  }

  String unit() {
    return unit;
  }

  String meaning() {
    return meaning;
  }

  List<String> tags() {
    return tags.isEmpty() ? List.of() : List.of(tags.split(" ", -1));
  }
}
