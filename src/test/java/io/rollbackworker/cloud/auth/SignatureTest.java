package io.rollbackworker.cloud.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.huaweicloud.sdk.core.auth.AKSKSigner;
import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.http.HttpMethod;
import com.huaweicloud.sdk.core.http.HttpRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureTest {
  private static final String PROJECT = "0c2eba2c5af04d3f9e9d0d410b371fde";
  private static final String SNAPSHOT = "2bb856e1-b3d8-4432-a858-09e4ce939389";
  private static final String HOST = "evs.cn-north-4.myhuaweicloud.com";
  private static final Signature SIGNATURE =
      new Signature("AKEXAMPLE0000000001", "sk-example-not-a-real-secret");
  private static final byte[] BODY =
      "{\"rollback\":{\"volume_id\":\"5aa119a8-d25b-45a7-8d1b-88e127885635\"}}"
          .getBytes(StandardCharsets.UTF_8);

  /** Computed with the official SDK and by hand. */
  @ParameterizedTest
  @CsvSource({
    "POST,,cb8059467e381652a2fa20c6309f1948783122a65575f080152136897219910d",
    "POST,Content-Type=application/json,"
        + "bd19679710d89de81895560693cb1df33219b58bbedb68fd97ecd8cd9428f3cb",
    "POST,X-Security-Token=STSEXAMPLE,"
        + "edbb1f19b0d7e872b9ba09f2e1a1c4961c1cf79084b48466c95479b4e6293ddc",
    "GET,,a3cd0efa6da60de9c4b8d74fdf4034578205698dda773573fdd6a1680e45d5ae"
  })
  void shouldMakeTheseSignatures(String method, String more, String signature) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("Host", HOST);
    headers.put("X-Project-Id", PROJECT);
    headers.put("X-Sdk-Date", Signature.date(Instant.parse("2026-01-01T00:00:00Z")));
    if (more != null) {
      headers.put(more.split("=")[0], more.split("=")[1]);
    }
    boolean post = method.equals("POST");
    String path =
        post
            ? "/v2/" + PROJECT + "/cloudsnapshots/" + SNAPSHOT + "/rollback"
            : "/v3/" + PROJECT + "/snapshots/" + SNAPSHOT;

    assertThat(SIGNATURE.authorization(method, path, null, headers, post ? BODY : new byte[0]))
        .startsWith("SDK-HMAC-SHA256 Access=AKEXAMPLE0000000001, SignedHeaders=")
        .endsWith(", Signature=" + signature);
  }

  @Test
  void shouldSignAsTheOfficialSdkDoes() {
    long seed = Long.getLong("seed", 20_261_123);
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      Example example = new Example(random);
      assertThat(example.ours()).as("-Dseed=%s: %s", seed, example).isEqualTo(example.sdks());
    }
  }

  /** A request of any kind. */
  private static final class Example {
    final HttpMethod method;
    final String accessKey;
    final String secretKey;
    final List<String> path = new ArrayList<>();
    final Map<String, List<String>> query = new LinkedHashMap<>();
    final Map<String, String> headers = new LinkedHashMap<>();
    final String body;

    Example(Random random) {
      HttpMethod[] methods = {
        HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE, HttpMethod.PATCH
      };
      method = methods[random.nextInt(methods.length)];
      accessKey = text(random, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 1, 20);
      secretKey = text(random, "abcdefXYZ0189+/=-_", 1, 40);
      for (int i = random.nextInt(6); i >= 0; i--) {
        path.add(text(random, "abzABZ019-_.~ *+()!'@:,;é漢", 1, 12) + "p"); // java.net.URL trims.
      }
      for (int i = random.nextInt(4); i > 0; i--) {
        query.put(
            text(random, "abcXYZ019-_.~", 1, 8),
            List.of(text(random, "abzABZ019-_.~ *+&=/?é漢", 0, 12)));
      }
      headers.put("Host", text(random, "abcdefgh", 3, 10) + ".example.org");
      headers.put(
          "X-Sdk-Date",
          Signature.date(Instant.ofEpochSecond(random.nextLong(1_500_000_000, 2_000_000_000))));
      headers.put("X-Project-Id", text(random, "0123456789abcdef", 32, 32));
      for (int i = random.nextInt(4); i > 0; i--) {
        headers.put(
            "X-" + text(random, "abcdefghABCDEFGH-", 1, 10) + i,
            // The SDK signs spaces at the ends too, which no server ever sees.
            "v" + text(random, "abzABZ019 ,;=\"'", 1, 20) + "v");
      }
      boolean hasBody = method != HttpMethod.GET && method != HttpMethod.DELETE;
      body = hasBody ? text(random, "{}[]\":,abz019 é漢\n", 0, 200) : "";
    }

    private static String text(Random random, String of, int least, int most) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(least, most + 1); i > 0; i--) {
        text.append(of.charAt(random.nextInt(of.length())));
      }
      return text.toString();
    }

    String ours() {
      String line = String.join("", path.stream().map(s -> "/" + encode(s)).toList());
      String queryLine =
          String.join(
              "&",
              query.entrySet().stream()
                  .map(e -> encode(e.getKey()) + "=" + encode(e.getValue().getFirst()))
                  .toList());
      return new Signature(accessKey, secretKey)
          .authorization(
              method.name(), line, queryLine, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    String sdks() {
      HttpRequest.HttpRequestBuilder request =
          HttpRequest.newBuilder()
              .withEndpoint("https://" + headers.get("Host"))
              .withPath(String.join("", path.stream().map(s -> "/" + s).toList()))
              .withMethod(method)
              .withContentType("application/json");
      headers.forEach(request::addHeader);
      query.forEach(request::addQueryParam);
      if (!body.isEmpty()) {
        request.withBodyAsString(body);
      }
      return AKSKSigner.getInstance()
          .sign(request.build(), new BasicCredentials().withAk(accessKey).withSk(secretKey))
          .get("Authorization");
    }

    @Override
    public String toString() {
      return method.name() + " " + path + " " + query + " " + headers + " [" + body + "]";
    }

    private static String encode(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
  }
}
