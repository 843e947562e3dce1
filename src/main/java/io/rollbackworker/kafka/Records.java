package io.rollbackworker.kafka;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Texts in records. */
public final class Records {
  private Records() {}

  /** Empty for null: a header's value must be something. */
  public static byte[] utf8(@Nullable String text) {
    return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
  }

  /** Of headers that are there more than once the last. */
  public static Map<String, String> texts(Headers headers) {
    Map<String, String> texts = new HashMap<>();
    headers.forEach(
        header -> texts.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
    return texts;
  }

  /** Null: there is none, or it holds nothing. */
  public static @Nullable String lastText(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  public static void addAll(Headers headers, Map<String, String> texts) {
    texts.forEach((name, text) -> headers.add(name, utf8(text)));
  }
}
