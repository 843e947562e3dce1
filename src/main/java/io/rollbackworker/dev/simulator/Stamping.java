package io.rollbackworker.dev.simulator;

/** How the simulated cloud keeps {@code updated_at}. */
public enum Stamping {
  /** With every change, as Cinder does. */
  HONEST,
  /** Besides, one look in ten moves it. */
  RANDOM,
  NEVER,
  /** Five seconds after the change. */
  LATE,
  /** A rollback moves the volume's alone. */
  VOLUME_ONLY
}
