package io.rollbackworker.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A file of certificates in PEM, and perhaps a private key, that somebody may renew while the
 * program runs. Thread-safe: keeps nothing.
 *
 * @param path empty: there is none
 * @param withKey it is no good without a private key
 */
public record PemFile(Optional<Path> path, boolean withKey) {
  /** Instead of a file. */
  public static final PemFile NONE = new PemFile(Optional.empty(), false);

  private static final int MAX_BYTES = 1 << 20;
  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", Pattern.DOTALL);

  /** PKCS#8, not encrypted. */
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----.+?-----END PRIVATE KEY-----", Pattern.DOTALL);

  /**
   * What a file holds.
   *
   * @param certificates one at least
   * @param keyPem empty: no key
   */
  public record Content(List<X509Certificate> certificates, String keyPem) {
    public Content {
      certificates = List.copyOf(certificates);
    }
  }

  /**
   * When it was changed; empty: there is none.
   *
   * @throws IOException when it is gone
   */
  public Optional<FileTime> changed() throws IOException {
    return path.isEmpty() ? Optional.empty() : Optional.of(Files.getLastModifiedTime(path.get()));
  }

  /**
   * What it holds now; empty: there is none.
   *
   * @throws IOException when it cannot be read or lacks what it is for
   */
  public Optional<Content> read() throws IOException {
    return path.isEmpty() ? Optional.empty() : Optional.of(read(path.get()));
  }

  private Content read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(file + " is too large for certificates (" + MAX_BYTES + " bytes)");
    }
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    List<X509Certificate> certificates =
        CERTIFICATE.matcher(text).results().map(found -> certificate(found.group())).toList();
    if (certificates.isEmpty()) {
      throw new IOException(file + " holds no certificate (-----BEGIN CERTIFICATE-----)");
    }
    String key = KEY.matcher(text).results().map(MatchResult::group).findFirst().orElse("");
    if (withKey && key.isEmpty()) {
      throw new IOException(file + " holds no key (-----BEGIN PRIVATE KEY-----, PKCS#8)");
    }
    return new Content(certificates, key);
  }

  private static X509Certificate certificate(String pem) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (CertificateException e) {
      throw new IllegalArgumentException("a certificate that cannot be read", e);
    }
  }

  @Override
  public String toString() {
    return path.map(Path::toString).orElse("");
  }
}
