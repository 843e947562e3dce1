package io.rollbackworker.cloud;

import io.rollbackworker.config.PemFile;
import io.rollbackworker.time.Renewed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * Whom a worker trusts at the clouds, and who it is there: by files that are read again for the
 * next connection when they have changed. Thread-safe.
 */
final class Certificates extends SSLSocketFactory {
  private final Transport transport;
  private final Renewed<HandshakeCertificates> certificates;

  /**
   * @throws IllegalStateException when a file has become unusable since the settings were read
   */
  Certificates(Transport transport) {
    this.transport = transport;
    try {
      this.certificates = new Renewed<>("the certificates for clouds", new Files());
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalStateException(e);
    }
  }

  HandshakeCertificates now() {
    return certificates.now();
  }

  private final class Files implements Renewed.Source<HandshakeCertificates> {
    @Override
    public List<FileTime> changes() throws IOException {
      return Stream.of(transport.authorities().changed(), transport.own().changed())
          .flatMap(Optional::stream)
          .toList();
    }

    @Override
    public HandshakeCertificates make() throws IOException {
      return read();
    }
  }

  private HandshakeCertificates read() throws IOException {
    HandshakeCertificates.Builder builder =
        new HandshakeCertificates.Builder().addPlatformTrustedCertificates();
    transport
        .authorities()
        .read()
        .ifPresent(file -> file.certificates().forEach(builder::addTrustedCertificate));
    transport.own().read().ifPresent(file -> show(file, builder));
    return builder.build();
  }

  private static void show(PemFile.Content file, HandshakeCertificates.Builder builder) {
    HeldCertificate key = HeldCertificate.decode(certificatePem(file) + "\n" + file.keyPem());
    X509Certificate[] chain = file.certificates().stream().skip(1).toArray(X509Certificate[]::new);
    builder.heldCertificate(key, chain);
  }

  private static String certificatePem(PemFile.Content file) {
    return okhttp3.tls.Certificates.certificatePem(file.certificates().getFirst());
  }

  private SSLSocketFactory factory() {
    return now().sslSocketFactory();
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return factory().getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return factory().getSupportedCipherSuites();
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    return factory().createSocket(socket, host, port, autoClose);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return factory().createSocket(host, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return factory().createSocket(host, port, localHost, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return factory().createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return factory().createSocket(host, port, localHost, localPort);
  }
}
