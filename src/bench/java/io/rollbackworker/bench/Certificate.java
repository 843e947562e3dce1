package io.rollbackworker.bench;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import okhttp3.tls.HeldCertificate;

/**
 * What the API shows of itself, as files: for a worker, and as options of a JVM, in which it is the
 * default.
 */
record Certificate(Path folder) {
  private static final String PASSWORD = "benchmark";

  static Certificate make(Path folder) throws Exception {
    HeldCertificate held =
        new HeldCertificate.Builder()
            .commonName("localhost")
            .addSubjectAlternativeName("localhost")
            .build();
    Certificate made = new Certificate(Files.createDirectories(folder).toAbsolutePath());
    Files.writeString(made.pem(), held.certificatePem());
    KeyStore own = empty();
    own.setKeyEntry(
        "api",
        held.keyPair().getPrivate(),
        PASSWORD.toCharArray(),
        new java.security.cert.Certificate[] {held.certificate()});
    made.store(own, "own.p12");
    KeyStore trusted = empty();
    trusted.setCertificateEntry("api", held.certificate());
    made.store(trusted, "trusted.p12");
    return made;
  }

  private static KeyStore empty() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private void store(KeyStore store, String name) throws Exception {
    try (OutputStream out = Files.newOutputStream(folder.resolve(name))) {
      store.store(out, PASSWORD.toCharArray());
    }
  }

  Path pem() {
    return folder.resolve("api.pem");
  }

  /** For a JVM that is known by it. */
  List<String> own() {
    return options("keyStore", "own.p12");
  }

  /** For a JVM that trusts it. */
  List<String> trusted() {
    return options("trustStore", "trusted.p12");
  }

  private List<String> options(String store, String name) {
    return List.of(
        "-Djavax.net.ssl.%s=%s".formatted(store, folder.resolve(name)),
        "-Djavax.net.ssl.%sPassword=%s".formatted(store, PASSWORD));
  }
}
