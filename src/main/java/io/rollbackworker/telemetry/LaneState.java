package io.rollbackworker.telemetry;

/** Where an assigned partition stands, for people and meters. */
public enum LaneState {
  OPENING,
  RESTORING,
  RUNNING,
  /** Its lane's thread has been in one cycle for longer than any transaction may take. */
  STUCK,
  BLOCKED
}
