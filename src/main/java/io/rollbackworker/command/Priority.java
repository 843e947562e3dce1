package io.rollbackworker.command;

/** Which commands go first when a limit binds; given as the label {@code priority}. */
public enum Priority {
  URGENT,
  NORMAL,
  /** Seldom more than seconds later than the others. */
  LOW;

  public static final String LABEL = "priority";
}
