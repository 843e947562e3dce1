package io.rollbackworker.telemetry;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rollbackworker.command.Printable;
import io.rollbackworker.outcome.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker's HTTP port: {@code /} a page for people, {@code /status.json} what it shows, {@code
 * /metrics} for Prometheus, {@code /health/live} and {@code /health/ready} for orchestrators.
 * Read-only; no authentication, so it belongs on a network of operators.
 */
public final class StatusServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StatusServer.class);
  private static final String JSON = "application/json";
  private static final int BACKLOG = 64;

  static {
    // Of the JDK's server, which knows no other way; what is configured for the JVM goes first.
    limit("sun.net.httpserver.maxReqTime", 10); // seconds
    limit("sun.net.httpserver.maxRspTime", 30); // seconds
    limit("sun.net.httpserver.idleInterval", 10); // seconds
    limit("jdk.httpserver.maxConnections", 500);
  }

  private final KnownHosts hosts;

  private final Supplier<Optional<String>> broken;
  private final Supplier<WorkerReport> worker;
  private final Supplier<FleetReport> fleet;
  private final Supplier<String> metrics;
  private final byte[] page = read("status.html");
  private final JsonMapper json = Json.builder().addModule(printable()).build();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  private StatusServer(
      InetSocketAddress address,
      KnownHosts hosts,
      Supplier<Optional<String>> broken,
      Supplier<WorkerReport> worker,
      Supplier<FleetReport> fleet,
      Supplier<String> metrics)
      throws IOException {
    this.hosts = hosts;
    this.broken = broken;
    this.worker = worker;
    this.fleet = fleet;
    this.metrics = metrics;
    this.server = HttpServer.create(address, BACKLOG);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /**
   * @param settings with a port
   * @param broken why only a restart helps; asked apart from the report, so that no flaw in that
   *     ends a worker
   * @param metrics in Prometheus' text format
   * @throws UncheckedIOException when it cannot listen there
   */
  public static StatusServer start(
      HttpSettings settings,
      Supplier<Optional<String>> broken,
      Supplier<WorkerReport> worker,
      Supplier<FleetReport> fleet,
      Supplier<String> metrics) {
    int port = settings.port().orElseThrow();
    try {
      return new StatusServer(
          new InetSocketAddress(settings.address(), port),
          new KnownHosts(settings.hosts()),
          broken,
          worker,
          fleet,
          metrics);
    } catch (IOException e) {
      throw new UncheckedIOException(
          ("Cannot listen on %s port %s (%s); choose another with http.port"
                  + " (ROLLBACK_HTTP_PORT), for example 0 for any free one, or off")
              .formatted(settings.address(), port, e.getMessage()),
          e);
    }
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private record Status(WorkerReport worker, Health health, FleetReport fleet) {}

  /**
   * @param why only a restart helps; null: it works
   */
  private record Liveness(boolean live, @Nullable String why) {}

  private record Reply(int status, String type, byte[] body) {}

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean head = exchange.getRequestMethod().equals("HEAD");
      Reply answer = answer(exchange, head);
      var headers = exchange.getResponseHeaders();
      headers.set("Content-Type", answer.type());
      headers.set("Cache-Control", "no-store");
      headers.set("X-Content-Type-Options", "nosniff");
      headers.set(
          "Content-Security-Policy",
          "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline';"
              + " connect-src 'self'; img-src data:; frame-ancestors 'none'");
      exchange.sendResponseHeaders(answer.status(), head ? -1 : answer.body().length);
      if (!head) {
        exchange.getResponseBody().write(answer.body());
      }
    }
  }

  private Reply answer(HttpExchange exchange, boolean head) throws JsonProcessingException {
    if (!hosts.accept(exchange.getRequestHeaders().getFirst("Host"))) {
      return text(
          421, "Not by this name; add it to http.hosts, for example worker-1.example.org.\n");
    }
    return head || exchange.getRequestMethod().equals("GET")
        ? answerOrSorry(exchange.getRequestURI().getPath())
        : text(405, "Only GET and HEAD; nothing can be changed here.\n");
  }

  private static void limit(String property, int most) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, Integer.toString(most));
    }
  }

  private Reply answerOrSorry(String path) throws JsonProcessingException {
    try {
      return answer(path);
    } catch (RuntimeException e) {
      LOG.error("{} could not be answered", path, e);
      return text(500, "This could not be told; the worker's log says why.\n");
    }
  }

  private Reply answer(String path) throws JsonProcessingException {
    return switch (path) {
      case "/" -> new Reply(200, "text/html; charset=utf-8", page);
      case "/status.json" -> {
        WorkerReport report = worker.get();
        yield json(200, new Status(report, Health.of(report), fleet.get()));
      }
      case "/metrics" ->
          new Reply(
              200,
              "text/plain; version=0.0.4; charset=utf-8",
              metrics.get().getBytes(StandardCharsets.UTF_8));
      case "/health/live" -> {
        Optional<String> why = broken.get();
        yield json(why.isEmpty() ? 200 : 503, new Liveness(why.isEmpty(), why.orElse(null)));
      }
      case "/health/ready" -> {
        Health health = Health.of(worker.get());
        yield json(health.ready() ? 200 : 503, health);
      }
      default -> text(404, "Here are: / /status.json /metrics /health/live /health/ready\n");
    };
  }

  /** Texts of requesters and clouds come into a page that people look at. */
  private static SimpleModule printable() {
    return new SimpleModule("printable")
        .addSerializer(
            String.class,
            new StdSerializer<>(String.class) {
              private static final long serialVersionUID = 1L;

              @Override
              public void serialize(String text, JsonGenerator out, SerializerProvider provider)
                  throws IOException {
                out.writeString(Printable.line(text));
              }
            });
  }

  private Reply json(int status, Object value) throws JsonProcessingException {
    return new Reply(status, JSON, json.writeValueAsBytes(value));
  }

  private static Reply text(int status, String text) {
    return new Reply(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] read(String resource) {
    try (InputStream in = StatusServer.class.getResourceAsStream(resource)) {
      return Objects.requireNonNull(in, resource).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
