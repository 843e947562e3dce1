package io.rollbackworker.cloud.errors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TroubleTest {
  private static final String OURS = "evs.internal.example.org/10.0.0.1:443 /run/secrets/token";

  static List<IOException> causes() {
    return List.of(
        new UnknownHostException(OURS),
        new ConnectException(OURS),
        new NoRouteToHostException(OURS),
        new SSLHandshakeException(OURS),
        new SocketTimeoutException(OURS),
        new InterruptedIOException(OURS),
        new SocketException(OURS),
        new EOFException(OURS),
        new FileNotFoundException(OURS),
        new JsonParseException(null, OURS),
        new IOException(OURS));
  }

  /** Every subscriber reads it. */
  @ParameterizedTest
  @MethodSource("causes")
  void shouldTellNoAddressPathOrClassOfOurs(IOException cause) {
    assertThat(Trouble.words(cause))
        .isNotEmpty()
        .doesNotContain("10.0.0.1", "internal", "/run/", "Exception", "java.");
  }
}
