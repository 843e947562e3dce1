package io.rollbackworker.cloud.auth;

import io.rollbackworker.disk.Reading;

/** What came of renewing credentials that the cloud did not accept. */
public sealed interface Renewal {
  /** Others are in hand now: trying once more makes sense. */
  record Renewed() implements Renewal {}

  /** Others cannot be had now, but later. */
  record Later(Reading why) implements Renewal {}

  /** There are no others. */
  record No() implements Renewal {}

  static Renewal when(boolean renewed) {
    return renewed ? new Renewed() : new No();
  }
}
