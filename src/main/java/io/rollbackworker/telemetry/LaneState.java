package io.rollbackworker.telemetry;

/** Where an assigned partition stands, for people and meters. */
public enum LaneState {
  OPENING,
  RESTORING,
  RUNNING,
  /** Its lane's thread has been in one cycle for longer than any transaction may take. */
  STUCK,
  /** It runs, but commands stand behind somebody's open transaction and cannot be read. */
  OBSTRUCTED,
  /** It runs, but reads no further, for it cannot remember more commands that have no room. */
  FULL,
  BLOCKED
}
