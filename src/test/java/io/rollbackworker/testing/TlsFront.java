package io.rollbackworker.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** Ends TLS before a plain server on this machine, as a gateway does. */
public final class TlsFront implements AutoCloseable {
  private final SSLServerSocket server;
  private final int behind;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * @param context the key it is known by, and whom it trusts
   * @param asksWhoComes only who shows a certificate that it trusts gets through
   */
  public TlsFront(SSLContext context, boolean asksWhoComes, URI behind) throws IOException {
    this.behind = behind.getPort();
    this.server =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    server.setNeedClientAuth(asksWhoComes);
    threads.execute(this::serve);
  }

  public URI endpoint() {
    return URI.create("https://localhost:" + server.getLocalPort());
  }

  private void serve() {
    try {
      while (true) {
        Socket client = server.accept();
        threads.execute(() -> join(client));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void join(Socket client) {
    try (client;
        Socket upstream = new Socket(InetAddress.getLoopbackAddress(), behind)) {
      InputStream asked = client.getInputStream();
      OutputStream on = upstream.getOutputStream();
      threads.execute(() -> pump(asked, on));
      pump(upstream.getInputStream(), client.getOutputStream());
    } catch (IOException | UncheckedIOException e) {
      // Refused, or gone.
    }
  }

  private static void pump(InputStream from, OutputStream to) {
    try (to) {
      byte[] some = new byte[8 << 10];
      for (int read = from.read(some); read >= 0; read = from.read(some)) {
        to.write(some, 0, read);
        to.flush();
      }
    } catch (IOException e) {
      // One of them is gone; so is the other then.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
