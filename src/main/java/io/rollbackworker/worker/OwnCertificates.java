package io.rollbackworker.worker;

import io.rollbackworker.config.PemFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When the certificates end that this worker shows of itself, as their files say now: PEM alone, a
 * key store of another type is not looked into. Thread-safe.
 *
 * @param files by who they are shown to: cloud, kafka
 */
record OwnCertificates(Map<String, PemFile> files) {
  private static final Logger LOG = LoggerFactory.getLogger(OwnCertificates.class);

  static final List<String> SHOWN_TO = List.of("cloud", "kafka");

  static OwnCertificates of(Settings settings) {
    Map<String, PemFile> files = new TreeMap<>();
    PemFile cloud = settings.cloud().transport().own();
    if (cloud.path().isPresent()) {
      files.put("cloud", cloud);
    }
    Map<String, String> client = settings.kafka().client();
    String kafka = client.get("ssl.keystore.location");
    if (kafka != null && "PEM".equals(client.get("ssl.keystore.type"))) {
      files.put("kafka", new PemFile(Optional.of(Path.of(kafka)), false));
    }
    return new OwnCertificates(Map.copyOf(files));
  }

  /** When the first of each file ends; not of those that cannot be read. */
  Map<String, Instant> ends() {
    Map<String, Instant> ends = new TreeMap<>();
    files.forEach((shownTo, file) -> end(file).ifPresent(end -> ends.put(shownTo, end)));
    return ends;
  }

  Optional<Instant> end(String shownTo) {
    return Optional.ofNullable(files.get(shownTo)).flatMap(OwnCertificates::end);
  }

  private static Optional<Instant> end(PemFile file) {
    try {
      return file.read().stream()
          .flatMap(content -> content.certificates().stream())
          .map(X509Certificate::getNotAfter)
          .map(date -> date.toInstant())
          .min(Instant::compareTo);
    } catch (IOException | IllegalArgumentException e) {
      LOG.debug("{} cannot be read now", file, e);
      return Optional.empty();
    }
  }
}
