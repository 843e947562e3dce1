package io.rollbackworker.cloud.auth;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The cloud's signature of a request, {@code SDK-HMAC-SHA256}. Source: API signing guide, "Signing
 * algorithm". Pure. Also used by who checks signatures.
 */
public final class Signature {
  public static final String ALGORITHM = "SDK-HMAC-SHA256";
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final String accessKey;
  private final String secretKey;

  public Signature(String accessKey, String secretKey) {
    this.accessKey = accessKey;
    this.secretKey = secretKey;
  }

  public static String date(Instant instant) {
    return DATE.format(instant);
  }

  /**
   * The Authorization header's value.
   *
   * @param path as it stands in the request line
   * @param query as it stands in the request line; null: none
   * @param headers those to sign; X-Sdk-Date and Host at least
   */
  public String authorization(
      String method,
      String path,
      @Nullable String query,
      Map<String, String> headers,
      byte[] body) {
    Map<String, String> signed = new TreeMap<>();
    headers.forEach((name, value) -> signed.put(name.toLowerCase(Locale.ROOT), value.strip()));
    String names = String.join(";", signed.keySet());
    String canonical =
        String.join(
            "\n",
            method,
            path(path),
            query(query),
            signed.entrySet().stream()
                .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                .collect(Collectors.joining()),
            names,
            ByteString.of(body).sha256().hex());
    String date = signed.get("x-sdk-date");
    String toSign =
        String.join("\n", ALGORITHM, date, ByteString.encodeUtf8(canonical).sha256().hex());
    return ALGORITHM
        + " Access="
        + accessKey
        + ", SignedHeaders="
        + names
        + ", Signature="
        + ByteString.encodeUtf8(toSign).hmacSha256(ByteString.encodeUtf8(secretKey)).hex();
  }

  /** Each segment encoded anew; always with a slash at its end. */
  private static String path(String path) {
    String encoded =
        Arrays.stream(path.split("/", -1))
            .map(segment -> encode(decode(segment)))
            .collect(Collectors.joining("/"));
    return encoded.endsWith("/") ? encoded : encoded + "/";
  }

  private static String query(@Nullable String query) {
    if (query == null || query.isEmpty()) {
      return "";
    }
    return Arrays.stream(query.split("&", -1))
        .map(pair -> pair.split("=", 2))
        .map(pair -> new String[] {decode(pair[0]), pair.length > 1 ? decode(pair[1]) : ""})
        .sorted(Comparator.comparing((String[] pair) -> pair[0]).thenComparing(pair -> pair[1]))
        .map(pair -> encode(pair[0]) + "=" + encode(pair[1]))
        .collect(Collectors.joining("&"));
  }

  /** RFC 3986: all but letters, digits and -_.~ */
  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "Signature[not shown]";
  }
}
