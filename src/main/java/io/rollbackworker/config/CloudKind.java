package io.rollbackworker.config;

/** Which API a project's cloud speaks. */
public enum CloudKind {
  /** Huawei Cloud EVS and its siblings. */
  EVS,
  /** OpenStack Cinder. */
  CINDER
}
