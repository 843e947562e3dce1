package io.rollbackworker.kafka;

/**
 * What the promises rest on does not hold (P6). The message says what, why it matters, and what to
 * do.
 */
public final class ContractBroken extends Exception {
  private static final long serialVersionUID = 1L;

  public ContractBroken(String message) {
    super(message);
  }
}
