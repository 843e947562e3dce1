package io.rollbackworker.simulator;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The simulated cloud, serving on loopback. */
public final class Simulator implements AutoCloseable {
  private static final int BACKLOG = 1_024;

  private final World world;
  private final Faults faults = new Faults();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private Simulator(SimSettings settings, Clock clock) throws IOException {
    this.world = new World(settings, clock);
    this.server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port()), BACKLOG);
    server.setExecutor(threads);
    server.createContext("/", new EvsHandler(world, faults, settings.latency()));
    server.createContext("/admin", new AdminHandler(world, faults));
  }

  /** Starts one with an empty world. */
  public static Simulator start(SimSettings settings, Clock clock) {
    // Without it, each small answer on a kept connection waits 40 ms for the client's delayed
    // acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // The default closes kept connections beyond 200, which a large fleet notices.
    System.setProperty("sun.net.httpserver.maxIdleConnections", "2000");
    try {
      Simulator simulator = new Simulator(settings, clock);
      simulator.server.start();
      return simulator;
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

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
