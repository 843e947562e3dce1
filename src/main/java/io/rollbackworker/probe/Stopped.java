package io.rollbackworker.probe;

/** The probe cannot go on; what was found until then stands. */
public final class Stopped extends Exception {
  private static final long serialVersionUID = 1L;

  Stopped(String why) {
    super(why);
  }
}
