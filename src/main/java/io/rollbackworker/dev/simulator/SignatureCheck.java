package io.rollbackworker.dev.simulator;

import com.sun.net.httpserver.HttpExchange;
import io.rollbackworker.cloud.auth.Signature;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Verifies signed requests, as the gateway does. Thread-safe. */
final class SignatureCheck {
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "SDK-HMAC-SHA256 Access=(\\S+), SignedHeaders=(\\S+), Signature=([0-9a-f]{64})");
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Duration GREATEST_SKEW = Duration.ofMinutes(15);
  private static final List<String> MUST_BE_SIGNED = List.of("host", "x-sdk-date");

  private final List<SimAccess.Key> keys;
  private final Clock clock;

  SignatureCheck(List<SimAccess.Key> keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  void check(HttpExchange exchange, byte[] body, String projectId) throws Refusal {
    Matcher parts = AUTHORIZATION.matcher(String.valueOf(header(exchange, "Authorization")));
    if (!parts.matches()) {
      throw refused("Authorization is not of the form SDK-HMAC-SHA256");
    }
    SimAccess.Key key =
        keys.stream()
            .filter(one -> one.accessKey().equals(parts.group(1)))
            .findFirst()
            .orElseThrow(() -> refused("unknown access key"));
    List<String> names = Arrays.asList(parts.group(2).split(";", -1));
    requireSigned(exchange, key, names);
    requireNow(String.valueOf(header(exchange, "X-Sdk-Date")));
    Map<String, String> signed = new TreeMap<>();
    names.forEach(name -> signed.put(name, String.valueOf(header(exchange, name))));
    String expected =
        new Signature(key.accessKey(), key.secretKey())
            .authorization(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                exchange.getRequestURI().getRawQuery(),
                signed,
                body);
    if (!expected.endsWith(parts.group(3))) {
      throw refused("verify aksk signature fail, signed headers:" + repeated(signed));
    }
    requireProject(exchange, key, projectId);
  }

  private static void requireSigned(HttpExchange exchange, SimAccess.Key key, List<String> names)
      throws Refusal {
    String token = header(exchange, "X-Security-Token");
    boolean temporary = key.securityToken() != null;
    if (!names.containsAll(MUST_BE_SIGNED) || (temporary && !names.contains("x-security-token"))) {
      throw refused("a header that must be signed is not");
    }
    if (!Objects.equals(key.securityToken(), token)) {
      throw refused("the security token does not belong to the access key");
    }
  }

  private void requireNow(String date) throws Refusal {
    try {
      Instant signedAt = DATE.parse(date, Instant::from);
      Duration skew = Duration.between(signedAt, clock.instant()).abs();
      if (skew.compareTo(GREATEST_SKEW) > 0) {
        throw refused("the signature has expired, X-Sdk-Date is " + date);
      }
    } catch (DateTimeException e) {
      throw refused("X-Sdk-Date is no date: " + date);
    }
  }

  private static void requireProject(HttpExchange exchange, SimAccess.Key key, String projectId)
      throws Refusal {
    String named = header(exchange, "X-Project-Id");
    if (!key.projectId().equals(projectId) || (named != null && !named.equals(projectId))) {
      throw new Refusal(
          400, "Common.0018", "The tenant id in the URL does not match that of the credentials.");
    }
  }

  /** As the gateway does, for those who look for their mistake. */
  private static String repeated(Map<String, String> signed) {
    StringBuilder all = new StringBuilder();
    signed.forEach((name, value) -> all.append('|').append(name).append(':').append(value));
    return all.toString();
  }

  private static @Nullable String header(HttpExchange exchange, String name) {
    return exchange.getRequestHeaders().getFirst(name);
  }

  private static Refusal refused(String why) {
    return new Refusal(401, "APIGW.0301", "Incorrect IAM authentication information: " + why);
  }
}
