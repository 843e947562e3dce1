package io.rollbackworker.crash;

/** Hears which point a worker reaches; a test may stop the process there. Thread-safe. */
public interface CrashPoints {
  /** Production: does nothing. */
  CrashPoints NONE = point -> {};

  void reach(CrashPoint point);
}
