package io.rollbackworker.cloud;

import io.rollbackworker.config.PemFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.io.TempDir;

/** The same through TLS, whose own messages (session tickets) come unasked, and are no answer. */
class KeptTlsConnectionTest extends KeptConnectionTest {
  private static final HeldCertificate SERVER =
      new HeldCertificate.Builder()
          .commonName("localhost")
          .addSubjectAlternativeName("localhost")
          .build();

  @TempDir private Path files;

  @Override
  ServerSocket listen() throws IOException {
    return new HandshakeCertificates.Builder()
        .heldCertificate(SERVER)
        .build()
        .sslContext()
        .getServerSocketFactory()
        .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @Override
  String scheme() {
    return "https";
  }

  @Override
  Transport transport() throws IOException {
    Path trusted = Files.writeString(files.resolve("server.pem"), SERVER.certificatePem());
    return new Transport(new PemFile(Optional.of(trusted), false), PemFile.NONE, Optional.empty());
  }
}
