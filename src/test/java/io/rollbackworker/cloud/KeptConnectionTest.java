package io.rollbackworker.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.disk.EffectResult;
import io.rollbackworker.testing.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A rollback request on the connection of the one before it; the test is the server. */
class KeptConnectionTest {
  private static final String TAKEN = "HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\n{}";
  private static final String REFUSED = "HTTP/1.1 400 Bad\r\nContent-Length: 2\r\n\r\n{}";

  private ServerSocket server;
  private ProjectClouds cloud;

  @BeforeEach
  void start() throws Exception {
    server = listen();
    server.setSoTimeout(5_000);
    URI endpoint = URI.create(scheme() + "://localhost:" + server.getLocalPort());
    cloud = ProjectCloudsTest.api(endpoint, Duration.ofSeconds(10), transport());
  }

  ServerSocket listen() throws IOException {
    return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  String scheme() {
    return "http";
  }

  Transport transport() throws IOException {
    return Transport.DIRECT;
  }

  @AfterEach
  void stop() throws IOException {
    cloud.close();
    server.close();
  }

  @Test
  void shouldSendTheNextRequestOnTheSameConnection() throws Exception {
    Socket kept = afterOneRequest();

    var second = rollback();
    read(kept);
    answer(kept, TAKEN);

    assertThat(second.get()).isInstanceOf(EffectResult.Taken.class);
  }

  @Test
  void shouldSendOnAnotherConnectionWhereTheKeptOneHasEnded() throws Exception {
    afterOneRequest().close();

    var second = rollback();
    Socket other = accept();
    read(other);
    answer(other, TAKEN);

    assertThat(second.get()).isInstanceOf(EffectResult.Taken.class);
  }

  @Test
  void shouldNotTakeForItsOwnAnAnswerThatCameBeforeItsRequest() throws Exception {
    Socket kept = afterOneRequest();
    answer(kept, TAKEN);

    var second = rollback();
    Socket other = accept();
    read(other);
    answer(other, REFUSED);

    assertThat(second.get()).isNotInstanceOf(EffectResult.Taken.class);
    assertThat(isOver(kept)).isTrue();
  }

  @Test
  void shouldNotKeepAConnectionThatTheServerSaysItCloses() throws Exception {
    var first = rollback();
    Socket closing = accept();
    read(closing);
    answer(closing, TAKEN.replace("Content-Length", "Connection: close\r\nContent-Length"));
    first.get();

    var second = rollback();
    Socket other = accept();
    read(other);
    answer(other, TAKEN);

    assertThat(second.get()).isInstanceOf(EffectResult.Taken.class);
  }

  private Socket afterOneRequest() throws Exception {
    var first = rollback();
    Socket kept = accept();
    read(kept);
    answer(kept, TAKEN);
    assertThat(first.get()).isInstanceOf(EffectResult.Taken.class);
    return kept;
  }

  private static boolean isOver(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SSLException | SocketException e) {
      return true; // Without the words that TLS has for it.
    }
  }

  private CompletableFuture<EffectResult> rollback() {
    return CompletableFuture.supplyAsync(
            () ->
                cloud.rollback(
                    Samples.PROJECT,
                    Samples.SNAPSHOT,
                    Samples.VOLUME,
                    Samples.permitFor(Duration.ofSeconds(60))),
            Thread.ofVirtual()::start)
        .orTimeout(20, TimeUnit.SECONDS);
  }

  private Socket accept() throws IOException {
    Socket socket = server.accept();
    socket.setSoTimeout(5_000);
    socket.setTcpNoDelay(true); // What is written is at the client when writing has returned.
    return socket;
  }

  /** A request with its body. */
  private static void read(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder text = new StringBuilder();
    while (!text.toString().endsWith("\"}}")) {
      int next = in.read();
      assertThat(next).as("the request's end, after %s", text).isNotNegative();
      text.append((char) next);
    }
  }

  private static void answer(Socket socket, String answer) throws IOException {
    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }
}
