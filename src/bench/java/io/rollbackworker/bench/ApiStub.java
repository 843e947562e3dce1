package io.rollbackworker.bench;

import io.rollbackworker.testing.TlsFront;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Comparator;
import java.util.Iterator;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;

/**
 * The cloud of the benchmark, in a process of its own: one thread, which never waits for anything
 * but the next answer's time, so that it is never the limit. Says where it is, and runs until it is
 * killed. TLS is ended in front of it, by threads of its process.
 */
final class ApiStub {
  private final Selector selector = Selector.open();
  private final ServerSocketChannel server = ServerSocketChannel.open();
  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparingLong(Due::atNanos));
  private final Latency latency;
  private final RandomGenerator random = Latency.random();
  private final ApiState state = new ApiState();

  /**
   * @param counts it answers a call, not a question of the benchmark
   */
  private record Due(long atNanos, ApiConnection connection, byte[] answer, boolean counts) {}

  private ApiStub(Latency latency) throws IOException {
    this.latency = latency;
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
  }

  /**
   * @param args the latency; whether there is TLS in front of it
   */
  public static void main(String[] args) throws Exception {
    ApiStub stub = new ApiStub(Latency.parse(args[0]));
    int port = ((InetSocketAddress) stub.server.getLocalAddress()).getPort();
    String plain = "http://127.0.0.1:" + port;
    String tls =
        Boolean.parseBoolean(args[1])
            ? new TlsFront(SSLContext.getDefault(), false, URI.create(plain)).endpoint().toString()
            : "";
    Children.ready(plain + " " + tls);
    stub.run();
  }

  private void run() throws IOException {
    while (true) {
      long now = System.nanoTime();
      while (!due.isEmpty() && due.element().atNanos - now <= 0) {
        answer(due.remove());
      }
      select(now);
      for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
        serve(keys.next());
        keys.remove();
      }
    }
  }

  /** Whole milliseconds early: selecting is not finer, and an answer must not be late. */
  private void select(long now) throws IOException {
    if (due.isEmpty()) {
      selector.select();
      return;
    }
    long millis = (due.element().atNanos - now) / 1_000_000;
    if (millis < 1) {
      selector.selectNow();
    } else {
      selector.select(millis);
    }
  }

  private void serve(SelectionKey key) throws IOException {
    if (key.isAcceptable()) {
      SocketChannel accepted = server.accept();
      accepted.configureBlocking(false);
      accepted.socket().setTcpNoDelay(true);
      accepted.register(selector, SelectionKey.OP_READ, new ApiConnection(accepted));
      state.connected();
      return;
    }
    ApiConnection connection = (ApiConnection) key.attachment();
    try {
      connection.read().ifPresent(request -> take(connection, request));
    } catch (IOException e) {
      connection.close();
    }
  }

  private void take(ApiConnection connection, ApiConnection.Request request) {
    long at = System.nanoTime();
    switch (request.path()) {
      case ApiState.FIGURES -> due.add(new Due(at, connection, state.figures(), false));
      case ApiState.EFFECTS -> due.add(new Due(at, connection, state.effects(), false));
      default ->
          due.add(new Due(at + latency.nextNanos(random), connection, state.take(request), true));
    }
  }

  private void answer(Due ready) {
    try {
      ready.connection.write(ready.answer);
    } catch (IOException e) {
      ready.connection.close();
    }
    if (ready.counts) {
      state.answered();
    }
  }
}
