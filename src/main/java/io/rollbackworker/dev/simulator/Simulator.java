package io.rollbackworker.dev.simulator;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The simulated cloud, serving over HTTP. */
public final class Simulator implements AutoCloseable {
  private static final int BACKLOG = 1_024;

  private final World world;
  private final Faults faults = new Faults();
  private final CallLimit limit;
  private final @Nullable Tokens tokens;
  private final HttpHandler api;
  private final String address;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Changed by who lets it go out and come back. */
  private HttpServer server;

  private Simulator(SimSettings settings, Clock clock) throws IOException {
    SimAccess access = settings.access();
    this.world = new World(settings, clock);
    this.limit = new CallLimit(settings.callsPerSecond(), clock);
    this.tokens = access == null ? null : new Tokens(access, clock);
    this.api =
        new Gateway(
            limit,
            tokens,
            access == null ? null : new SignatureCheck(access.keys(), clock),
            new ApiHandler(
                settings.isCinder() ? new CinderApi(world) : new EvsApi(world),
                world,
                faults,
                settings.latency()));
    this.address = settings.address();
    this.server = serve(settings.port());
  }

  private HttpServer serve(int port) throws IOException {
    HttpServer made = HttpServer.create(new InetSocketAddress(address, port), BACKLOG);
    made.setExecutor(threads);
    made.createContext("/", api);
    made.createContext("/admin", new AdminHandler(world, faults));
    if (tokens != null) {
      made.createContext("/v3/auth/tokens", new IamHandler(tokens));
    }
    made.start();
    return made;
  }

  public static Simulator start(SimSettings settings, Clock clock) {
    // Without it, each small answer on a kept connection waits 40 ms for the client's delayed
    // acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // The default closes kept connections beyond 200, which a large fleet notices.
    System.setProperty("sun.net.httpserver.maxIdleConnections", "2000");
    try {
      return new Simulator(settings, clock);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The simulator cannot listen on port " + settings.port() + ": " + e.getMessage(), e);
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public World world() {
    return world;
  }

  public Faults faults() {
    return faults;
  }

  public CallLimit limit() {
    return limit;
  }

  public Tokens tokens() {
    return Objects.requireNonNull(tokens, "a simulator with access only");
  }

  /** An outage begins: nobody listens any more. Not thread-safe with {@link #comeBack}. */
  public void goOut() {
    server.stop(0);
  }

  /** The outage is over; the address is the same. */
  public void comeBack() throws IOException {
    server = serve(server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
