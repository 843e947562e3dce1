package io.rollbackworker.cloud.errors;

import java.io.IOException;

/** An answer that is not the documented one; the message is a sentence of ours. */
public final class UnfitAnswer extends IOException {
  private static final long serialVersionUID = 1L;

  public UnfitAnswer(String message) {
    super(message);
  }
}
