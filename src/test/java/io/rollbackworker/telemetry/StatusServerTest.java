package io.rollbackworker.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

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

  private static StatusServer start(Optional<String> broken) {
    return StatusServer.start(
        new HttpSettings("127.0.0.1", OptionalInt.of(0)),
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
