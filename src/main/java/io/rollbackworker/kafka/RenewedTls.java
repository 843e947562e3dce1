package io.rollbackworker.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS of Kafka's clients whose key and trust stores are read again for the next connection when
 * they have changed: clients live as long as the process, and certificates do not. Made by Kafka by
 * its name. Thread-safe, as far as the one it stands before is.
 */
public final class RenewedTls implements SslEngineFactory {
  private static final Logger LOG = LoggerFactory.getLogger(RenewedTls.class);

  private Map<String, ?> configs = Map.of();

  // Guarded by this.
  private SslEngineFactory now = new DefaultSslEngineFactory();
  private List<FileTime> readAt = List.of();

  @Override
  public synchronized void configure(Map<String, ?> given) {
    configs = Collections.unmodifiableMap(new HashMap<>(given));
    readAt = changes();
    now.configure(given);
  }

  private List<FileTime> changes() {
    return Stream.of(
            SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG)
        .map(configs::get)
        .filter(Objects::nonNull)
        .map(file -> changed(Path.of(file.toString())))
        .toList();
  }

  private static FileTime changed(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0); // It is being replaced; what was read counts.
    }
  }

  @Override
  public synchronized SSLEngine createClientSslEngine(
      String peerHost, int peerPort, String endpointIdentification) {
    renew();
    return now.createClientSslEngine(peerHost, peerPort, endpointIdentification);
  }

  private void renew() {
    List<FileTime> changed = changes();
    if (changed.equals(readAt)) {
      return;
    }
    SslEngineFactory next = new DefaultSslEngineFactory();
    try {
      next.configure(configs);
      now = next;
      readAt = changed;
      LOG.info("Kafka's certificates were read again");
    } catch (KafkaException e) {
      LOG.warn(
          "Kafka's certificates cannot be read again; those of before count: {}", e.getMessage());
    }
  }

  @Override
  public synchronized SSLEngine createServerSslEngine(String peerHost, int peerPort) {
    return now.createServerSslEngine(peerHost, peerPort);
  }

  @Override
  public synchronized boolean shouldBeRebuilt(Map<String, Object> nextConfigs) {
    return now.shouldBeRebuilt(nextConfigs);
  }

  @Override
  public synchronized Set<String> reconfigurableConfigs() {
    return now.reconfigurableConfigs();
  }

  @Override
  public synchronized @Nullable KeyStore keystore() {
    return now.keystore();
  }

  @Override
  public synchronized @Nullable KeyStore truststore() {
    return now.truststore();
  }

  @Override
  public synchronized void close() throws IOException {
    now.close();
  }
}
