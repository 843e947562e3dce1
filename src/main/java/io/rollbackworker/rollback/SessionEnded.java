package io.rollbackworker.rollback;

/**
 * The lane's session is over: this process may write nothing more for the partition. Whatever was
 * proposed and not answered may or may not be in the ledger; the next session finds out.
 */
public final class SessionEnded extends Exception {
  private static final long serialVersionUID = 1L;

  public SessionEnded(String why) {
    super(why);
  }
}
