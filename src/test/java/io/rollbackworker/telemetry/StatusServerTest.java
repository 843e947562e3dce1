package io.rollbackworker.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StatusServerTest {
  private static final FleetReport NO_FLEET = new FleetReport(List.of(), List.of(), null);

  /** Else one row of the page that cannot be told would have worker after worker restarted. */
  @Test
  void shouldStayLiveWhenTheReportCannotBeTold() throws Exception {
    try (StatusServer server = start(Optional.empty())) {
      assertThat(get(server, "/health/live").statusCode()).isEqualTo(200);
      assertThat(get(server, "/health/live").body()).contains("\"live\":true");
      assertThat(get(server, "/status.json").statusCode()).isEqualTo(500);
      assertThat(get(server, "/health/ready").statusCode()).isEqualTo(500);
    }
  }

  @Test
  void shouldSayWhyOnlyARestartHelps() throws Exception {
    try (StatusServer server = start(Optional.of("the poll thread has ended"))) {
      HttpResponse<String> live = get(server, "/health/live");
      assertThat(live.statusCode()).isEqualTo(503);
      assertThat(live.body()).contains("\"live\":false").contains("the poll thread has ended");
    }
  }

  @ParameterizedTest
  @MethodSource("io.rollbackworker.command.PrintableTest#hostile")
  void shouldShowTextsOfOthersAsTheyAre(String hostile) throws Exception {
    try (StatusServer server = start(Optional.of("a" + hostile))) {
      assertThat(get(server, "/health/live").body())
          .contains("\\\\u")
          .doesNotContainPattern("[\\p{C}\\p{Zl}\\p{Zp}]");
    }
  }

  /** What a web page elsewhere makes a browser ask. */
  @ParameterizedTest
  @CsvSource({
    "localhost:8080,500",
    "127.0.0.1,500",
    "'[::1]:8080',500",
    "Worker-1.example.org:8080,500",
    "evil.example.org,421",
    "127.0.0.1.evil.example.org:8080,421",
    "localhost.evil.example.org,421"
  })
  void shouldAnswerForKnownNamesOnly(String host, int status) throws Exception {
    try (StatusServer server = start(Optional.empty())) {
      assertThat(raw(server, "GET /status.json HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
          .startsWith("HTTP/1.1 " + status + " ");
    }
  }

  private static String raw(StatusServer server, String request) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = new byte[64];
      int read = socket.getInputStream().readNBytes(answer, 0, 30);
      return new String(answer, 0, read, StandardCharsets.US_ASCII);
    }
  }

  private static StatusServer start(Optional<String> broken) {
    return StatusServer.start(
        new HttpSettings("127.0.0.1", OptionalInt.of(0), List.of("worker-1.example.org")),
        () -> broken,
        () -> {
          throw new ArithmeticException("long overflow");
        },
        () -> NO_FLEET,
        () -> "");
  }

  private static HttpResponse<String> get(StatusServer server, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}
