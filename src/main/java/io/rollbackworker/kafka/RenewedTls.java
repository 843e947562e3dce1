package io.rollbackworker.kafka;

import io.rollbackworker.time.Renewed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS of Kafka's clients whose key and trust stores are read again for the next connection when
 * they have changed: clients live as long as the process, and certificates do not. Made by Kafka by
 * its name. Thread-safe, as far as the one it stands before is.
 */
public final class RenewedTls implements SslEngineFactory {
  /** Written by {@link #configure}, which Kafka calls before everything else. */
  private @Nullable Renewed<SslEngineFactory> stores;

  @Override
  public void configure(Map<String, ?> configs) {
    try {
      stores = new Renewed<>("the certificates for Kafka", new Stores(configs));
    } catch (IOException e) {
      throw new KafkaException(e);
    }
  }

  /** Kafka's own factory, made anew. */
  private record Stores(Map<String, ?> configs) implements Renewed.Source<SslEngineFactory> {
    @Override
    public List<FileTime> changes() throws IOException {
      List<FileTime> changes = new ArrayList<>();
      for (String key :
          List.of(
              SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG)) {
        Object file = configs.get(key);
        if (file != null) {
          changes.add(Files.getLastModifiedTime(Path.of(file.toString())));
        }
      }
      return changes;
    }

    @Override
    public SslEngineFactory make() {
      SslEngineFactory factory = new DefaultSslEngineFactory();
      factory.configure(configs);
      return factory;
    }
  }

  private SslEngineFactory now() {
    return Objects.requireNonNull(stores).now();
  }

  @Override
  public SSLEngine createClientSslEngine(
      String peerHost, int peerPort, String endpointIdentification) {
    return now().createClientSslEngine(peerHost, peerPort, endpointIdentification);
  }

  @Override
  public SSLEngine createServerSslEngine(String peerHost, int peerPort) {
    return now().createServerSslEngine(peerHost, peerPort);
  }

  @Override
  public boolean shouldBeRebuilt(Map<String, Object> nextConfigs) {
    return now().shouldBeRebuilt(nextConfigs);
  }

  @Override
  public Set<String> reconfigurableConfigs() {
    return now().reconfigurableConfigs();
  }

  @Override
  public @Nullable KeyStore keystore() {
    return now().keystore();
  }

  @Override
  public @Nullable KeyStore truststore() {
    return now().truststore();
  }

  @Override
  public void close() throws IOException {
    if (stores != null) {
      stores.now().close();
    }
  }
}
