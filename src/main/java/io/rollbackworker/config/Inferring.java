package io.rollbackworker.config;

/** Whether {@code updated_at} may end doubts. */
public enum Inferring {
  /** Where what it means was seen on the real service: on Cinder. */
  BY_KIND,
  ON,
  OFF
}
