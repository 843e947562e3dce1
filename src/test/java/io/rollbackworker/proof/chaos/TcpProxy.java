package io.rollbackworker.proof.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A network between two processes that can be cut. While it is, bytes wait, as they do in a real
 * network's buffers, and arrive late when it is whole again; or all connections are reset.
 */
final class TcpProxy implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 << 10;

  private final ServerSocket server;
  private final int targetPort;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private boolean cut;

  private TcpProxy(int port, int targetPort) throws IOException {
    this.server = new ServerSocket(port, 256, InetAddress.getLoopbackAddress());
    this.targetPort = targetPort;
  }

  /**
   * @param port 0: any free one
   */
  static TcpProxy start(int port, int targetPort) {
    try {
      TcpProxy proxy = new TcpProxy(port, targetPort);
      Thread.ofVirtual().name("proxy").start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getLocalPort();
  }

  synchronized void cut() {
    cut = true;
  }

  synchronized void heal() {
    cut = false;
    notifyAll();
  }

  /** Ends all connections with a reset. */
  void reset() {
    for (Socket socket : sockets) {
      try {
        socket.setSoLinger(true, 0);
        socket.close();
      } catch (IOException e) {
        // It is gone already.
      }
    }
  }

  private synchronized void awaitWhole() throws InterruptedException {
    while (cut) {
      wait();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        sockets.add(client);
        Thread.ofVirtual().name("proxied").start(() -> connect(client));
      } catch (IOException e) {
        // Closed, or a client that went away at once.
      }
    }
  }

  private void connect(Socket client) {
    try {
      awaitWhole();
      Socket target = new Socket(InetAddress.getLoopbackAddress(), targetPort);
      sockets.add(target);
      client.setTcpNoDelay(true);
      target.setTcpNoDelay(true);
      Thread.ofVirtual().name("pump").start(() -> pump(target, client));
      pump(client, target);
    } catch (IOException | InterruptedException e) {
      close(client); // As a refused connection.
    }
  }

  private void pump(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        awaitWhole();
        out.write(buffer, 0, n);
      }
    } catch (IOException | InterruptedException e) {
      // The connection has ended; closing both ends tells the others.
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone already.
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    reset();
    heal();
  }
}
