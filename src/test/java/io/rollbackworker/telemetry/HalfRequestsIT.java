package io.rollbackworker.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Whoever reaches the status port begins requests by the thousand and ends none. */
class HalfRequestsIT {
  private static final int REQUESTS = 5_000;
  private static final int CONNECT_MILLIS = 200;

  @Test
  void shouldEndThemAndAnswerOthers() throws Exception {
    List<Socket> half = new ArrayList<>();
    try (StatusServer server =
        StatusServer.start(
            new HttpSettings("127.0.0.1", OptionalInt.of(0), List.of()),
            Optional::empty,
            () -> {
              throw new IllegalStateException("nobody asks");
            },
            () -> new FleetReport(List.of(), List.of(), null),
            () -> "")) {
      for (int i = 0; i < REQUESTS; i++) {
        half.add(begin(server.port()));
      }
      await()
          .atMost(Duration.ofSeconds(90))
          .untilAsserted(() -> assertThat(half.stream().filter(s -> !isEnded(s))).isEmpty());
      assertThat(live(server.port())).isEqualTo(200);
    } finally {
      for (Socket socket : half) {
        socket.close();
      }
    }
  }

  private static Socket begin(int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress("127.0.0.1", port), CONNECT_MILLIS);
      socket.getOutputStream().write("GET / HT".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      socket.close(); // It was not even accepted.
    }
    return socket;
  }

  private static boolean isEnded(Socket socket) {
    if (socket.isClosed()) {
      return true;
    }
    try {
      socket.setSoTimeout(1);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true; // Reset.
    }
  }

  private static int live(int port) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + "/health/live");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }
}
