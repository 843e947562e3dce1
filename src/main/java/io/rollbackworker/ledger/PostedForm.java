package io.rollbackworker.ledger;

import io.rollbackworker.outcome.Json;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A posting in the log: its value and headers as they will be told, and besides them headers that
 * say where to.
 */
final class PostedForm {
  private static final String FORMAT = "_format";
  private static final String TO = "_to";
  private static final String PARTITION = "_partition";
  private static final String KEY = "_key";
  private static final String TIP = "_tip";

  /** Its value is null; a ledger record without a value would be a tombstone. */
  private static final String NO_VALUE = "_no-value";

  private PostedForm() {}

  static byte[] value(Posting posting) {
    byte @Nullable [] value = Posting.bytes(posting.value());
    return value == null ? new byte[0] : value;
  }

  static Map<String, String> headers(Posting posting, @Nullable ChainTip tip) {
    Map<String, String> headers = new TreeMap<>(posting.headers());
    headers.put(FORMAT, Integer.toString(Outbox.FORMAT));
    headers.put(TO, Json.name(posting.to()));
    if (posting.partition() != null) {
      headers.put(PARTITION, posting.partition().toString());
    }
    if (posting.key() != null) {
      headers.put(KEY, posting.key());
    }
    if (tip != null) {
      headers.put(TIP, tip.text());
    }
    if (posting.value() == null) {
      headers.put(NO_VALUE, "");
    }
    return headers;
  }

  /**
   * @throws IllegalArgumentException when headers are missing, or it is of a newer format
   */
  static Posting posting(byte[] value, Map<String, String> headers) {
    LedgerForms.requireKnown(Integer.parseInt(required(headers, FORMAT)), Outbox.FORMAT);
    String partition = headers.get(PARTITION);
    Map<String, String> told = new TreeMap<>(headers);
    told.keySet().removeIf(name -> name.startsWith("_"));
    return new Posting(
        Posting.Topic.valueOf(required(headers, TO).toUpperCase(Locale.ROOT)),
        partition == null ? null : Integer.valueOf(partition),
        headers.get(KEY),
        headers.containsKey(NO_VALUE) ? null : Posting.text(value),
        told);
  }

  /** Versions before chains write none. */
  static @Nullable ChainTip tip(Map<String, String> headers) {
    String text = headers.get(TIP);
    return text == null ? null : ChainTip.parse(text);
  }

  private static String required(Map<String, String> headers, String name) {
    String value = headers.get(name);
    if (value == null) {
      throw new IllegalArgumentException("it lacks the header " + name);
    }
    return value;
  }
}
