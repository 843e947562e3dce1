package io.rollbackworker.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** One client's connection: one request after the other, as our clients send them. */
final class ApiConnection {
  private static final String LENGTH = "content-length:";

  private final SocketChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(16 << 10);
  private boolean last;

  record Request(String method, String path) {}

  ApiConnection(SocketChannel channel) {
    this.channel = channel;
  }

  /** The request that has come as a whole. */
  Optional<Request> read() throws IOException {
    if (channel.read(buffer) < 0) {
      close();
      return Optional.empty();
    }
    String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
    int head = text.indexOf("\r\n\r\n");
    if (head < 0) {
      return Optional.empty();
    }
    String headers = text.substring(0, head).toLowerCase(Locale.ROOT);
    if (buffer.position() < head + 4 + length(headers)) {
      return Optional.empty();
    }
    buffer.clear();
    last = headers.contains("\r\nconnection: close");
    String[] line = text.substring(0, text.indexOf('\r')).split(" ", 3);
    return Optional.of(new Request(line[0], line[1]));
  }

  private static int length(String headers) {
    int at = headers.indexOf(LENGTH);
    if (at < 0) {
      return 0;
    }
    int end = headers.indexOf('\r', at);
    return Integer.parseInt(
        headers.substring(at + LENGTH.length(), end < 0 ? headers.length() : end).strip());
  }

  /** Answers are small: the socket takes them at once. */
  void write(byte[] answer) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(answer);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    if (last) {
      close();
    }
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
