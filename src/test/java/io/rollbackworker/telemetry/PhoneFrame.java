package io.rollbackworker.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLConnection;

/**
 * A worker's page in a frame as wide as a phone. A script may look only into frames of its own
 * origin, and the page lets nobody frame it: so this hands everything through but those headers.
 */
final class PhoneFrame implements AutoCloseable {
  /** Pixels of CSS; a phone of 2020. */
  private static final int WIDTH = 390;

  private static final String PAGE =
      """
      <!doctype html>
      <title>not measured</title>
      <iframe src="/" width="%d" height="1600" style="border: 0"></iframe>
      <script>
        setInterval(() => {
          const page = document.querySelector('iframe').contentDocument;
          if (page.body && page.body.innerText.includes('this one')) {
            const {scrollWidth, clientWidth} = page.documentElement;
            document.title = scrollWidth <= clientWidth ? 'fits' : scrollWidth + ' > ' + clientWidth;
          }
        }, 50);
      </script>
      """
          .formatted(WIDTH);

  private final URI worker;
  private final HttpServer server;

  PhoneFrame(URI worker) throws IOException {
    this.worker = worker;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/frame");
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/frame")) {
      answer(exchange, "text/html", PAGE.getBytes(UTF_8));
    } else {
      URLConnection page = worker.resolve(path).toURL().openConnection();
      try (var in = page.getInputStream()) {
        answer(exchange, page.getContentType(), in.readAllBytes());
      }
    }
  }

  private static void answer(HttpExchange exchange, String type, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
