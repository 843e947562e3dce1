package io.rollbackworker.config;

/** Which API a project's cloud speaks. */
public enum CloudKind {
  EVS,
  CINDER
}
