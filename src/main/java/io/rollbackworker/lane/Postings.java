package io.rollbackworker.lane;

import io.rollbackworker.command.Decoded.Cause;
import io.rollbackworker.command.Origin;
import io.rollbackworker.command.Sha256;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.ledger.Posting;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeCodec;
import io.rollbackworker.outcome.Subject;
import io.rollbackworker.policy.Claims;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a lane tells the outside, as finished records. Pure. */
final class Postings {
  private static final OutcomeCodec OUTCOMES = new OutcomeCodec();
  private static final int MAX_LETTER_KEY_BYTES = 1_024;
  private static final int MAX_LETTER_VALUE_BYTES = 64 << 10;

  private Postings() {}

  /**
   * Into the lane's own partition, whatever snapshot it is about: so each partition of the outcomes
   * has one writer, and nobody else's open transaction stands before its readers.
   */
  static Posting outcome(Outcome outcome, int partition) {
    SnapshotId id = outcome.subject().snapshotId();
    return new Posting(
        Posting.Topic.OUTCOMES,
        partition,
        id == null ? null : id.value(),
        Posting.text(OUTCOMES.encode(outcome)),
        OutcomeCodec.headers(outcome));
  }

  /**
   * To the partition that its snapshot belongs to, with the received bytes; the key becomes the
   * snapshot's, so that tools see it where it belongs. A second one says the same origin, so it is
   * the same command, and changes nothing.
   */
  static Posting forward(Delivery delivery, Origin origin, SnapshotId id, int home) {
    Map<String, String> headers = new TreeMap<>(OriginHeaders.of(origin));
    String traceparent = delivery.headers().get(Subject.TRACEPARENT);
    if (traceparent != null) {
      headers.put(Subject.TRACEPARENT, traceparent);
    }
    for (String name : Claims.HEADERS) {
      String text = delivery.headers().get(name);
      if (text != null) {
        headers.put(name, text);
      }
    }
    return new Posting(
        Posting.Topic.COMMANDS, home, id.value(), Posting.text(delivery.value()), headers);
  }

  /** The received bytes up to a limit, and headers that say where and why. */
  static Posting deadLetter(Delivery delivery, Origin origin, Cause cause, String problem) {
    byte[] key = delivery.key();
    byte[] value = delivery.value();
    Map<String, String> headers = new TreeMap<>(OriginHeaders.of(origin));
    headers.put("rollback-cause", cause.name());
    headers.put("rollback-problem", problem);
    headers.put("rollback-value-bytes", value == null ? "null" : Integer.toString(value.length));
    headers.put("rollback-value-sha256", value == null ? "null" : Sha256.hex(value));
    return new Posting(
        Posting.Topic.DEAD_LETTERS,
        null,
        key == null || key.length > MAX_LETTER_KEY_BYTES ? null : Posting.text(key),
        Posting.text(shortened(value)),
        headers);
  }

  private static byte @Nullable [] shortened(byte @Nullable [] value) {
    return value == null || value.length <= MAX_LETTER_VALUE_BYTES
        ? value
        : Arrays.copyOf(value, MAX_LETTER_VALUE_BYTES);
  }
}
