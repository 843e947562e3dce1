package io.rollbackworker.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import okhttp3.tls.HeldCertificate;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key and its certificate in one PEM file, as cert-manager writes them (CombinedPEM, PKCS8). */
class RenewedTlsTest {
  @TempDir Path files;
  private Path own;
  private long changes = 1;

  @BeforeEach
  void write() throws Exception {
    own = files.resolve("own.pem");
    write(1);
  }

  private void write(int serial) throws Exception {
    HeldCertificate held = new HeldCertificate.Builder().serialNumber(serial).build();
    replace(held.privateKeyPkcs8Pem() + held.certificatePem());
  }

  private void replace(String content) throws Exception {
    Files.writeString(own, content);
    Files.setLastModifiedTime(own, FileTime.fromMillis(1_000 * changes++));
  }

  private RenewedTls made() {
    Map<String, Object> all = new HashMap<>();
    all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:9092");
    all.put("key.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer");
    all.put("value.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer");
    all.put("security.protocol", "SSL");
    all.put("ssl.keystore.type", "PEM");
    all.put("ssl.keystore.location", own.toString());
    RenewedTls tls = new RenewedTls();
    tls.configure(new ProducerConfig(all).values());
    return tls;
  }

  /** The serial number of the certificate that a new connection shows. */
  private static BigInteger connected(RenewedTls tls) throws Exception {
    var _ = tls.createClientSslEngine("localhost", 9093, "https");
    KeyStore shown = tls.keystore();
    return ((X509Certificate) shown.getCertificate(shown.aliases().nextElement()))
        .getSerialNumber();
  }

  @Test
  void shouldShowARenewedCertificateWithTheNextConnection() throws Exception {
    RenewedTls tls = made();
    assertThat(connected(tls)).isEqualTo(1);

    write(2);

    assertThat(connected(tls)).isEqualTo(2);
  }

  @Test
  void shouldKeepWhatItHasWhileTheFileIsBeingReplaced() throws Exception {
    RenewedTls tls = made();

    replace("half of a ce");
    assertThat(connected(tls)).isEqualTo(1);
    Files.delete(own);
    assertThat(connected(tls)).isEqualTo(1);

    write(3);
    assertThat(connected(tls)).isEqualTo(3);
  }

  @Test
  void shouldRefuseAFileThatIsNoneAtTheStart() throws Exception {
    replace("nothing");

    assertThatThrownBy(this::made).isInstanceOf(KafkaException.class);
  }
}
