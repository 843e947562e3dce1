package io.rollbackworker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody on the way hears a secret, or stands in for the cloud. */
class WayToTheCloudTest {
  @TempDir Path files;

  private static Configuration load(String... more) throws ConfigurationException {
    Map<String, String> environment = new HashMap<>();
    environment.put("ROLLBACK_KAFKA_BOOTSTRAP_SERVERS", "localhost:9092");
    environment.put("ROLLBACK_CLOUD_ENDPOINT", "https://evs.example.org");
    environment.put("ROLLBACK_RULES_PROJECTS", "0c2eba2c5af04d3f9e9d0d410b371fde");
    for (int i = 0; i < more.length; i += 2) {
      environment.put("ROLLBACK_CLOUD_" + more[i], more[i + 1]);
    }
    return Loading.load(null, environment, List.copyOf(Keys.all()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://evs.example.org", "http://127.evil.example.org", "http://10.0.0.1"})
  void shouldNotSendCredentialsInClearText(String endpoint) {
    assertThatThrownBy(() -> load("AUTH", "token", "TOKEN", "secret", "ENDPOINT", endpoint))
        .hasMessageContaining("cloud.endpoint: \"" + endpoint + "\" would carry the credentials")
        .hasMessageContaining("https://evs.cn-north-4.myhuaweicloud.com")
        .message()
        .doesNotContain("secret");
  }

  @Test
  void shouldNotAskForATokenInClearText() {
    assertThatThrownBy(
            () ->
                load(
                    "AUTH", "password",
                    "IAM_ENDPOINT", "http://iam.example.org",
                    "IAM_DOMAIN", "d",
                    "IAM_USER", "u",
                    "IAM_PASSWORD", "p"))
        .hasMessageContaining("cloud.iam-endpoint: \"http://iam.example.org\" would carry");
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8080,false",
    "http://localhost:8080,false",
    "http://[::1]:8080,false",
    "http://evs.example.org,true",
    "https://evs.example.org,false"
  })
  void shouldSendThemWhereNobodyHearsOrItIsMeant(String endpoint, String allowed) throws Exception {
    assertThat(
            load(
                "AUTH",
                "token",
                "TOKEN",
                "secret",
                "ENDPOINT",
                endpoint,
                "ALLOW_PLAINTEXT",
                allowed))
        .isNotNull();
  }

  @Test
  void shouldRefuseAUserInAnAddressAndNotRepeatThePassword() {
    assertThatThrownBy(() -> load("ENDPOINT", "https://user:hunter2@evs.example.org"))
        .hasMessageContaining("cloud.endpoint")
        .message()
        .doesNotContain("hunter2");
  }

  @Test
  void shouldSayWhatIsWrongWithAFileOfCertificates() throws Exception {
    HeldCertificate held = new HeldCertificate.Builder().build();
    Path ca = Files.writeString(files.resolve("ca.pem"), held.certificatePem());
    Path empty = Files.writeString(files.resolve("empty.pem"), "nothing");

    assertThatThrownBy(() -> load("CA_FILE", "/none.pem", "CERTIFICATE_FILE", ca.toString()))
        .hasMessageContaining("cloud.ca-file: \"/none.pem\" cannot be used")
        .hasMessageContaining("cloud.certificate-file: \"" + ca)
        .hasMessageContaining("holds no key");
    assertThatThrownBy(() -> load("CA_FILE", empty.toString()))
        .hasMessageContaining("holds no certificate");
    assertThat(load("CA_FILE", ca.toString()).get(CloudKeys.CA_FILE).read()).isPresent();
  }

  @Test
  void shouldSayWhatIsWrongWithTheWayToTheCloudsLog() throws Exception {
    Path noServers = Files.writeString(files.resolve("a.properties"), "sasl.mechanism=PLAIN");
    Path more = Files.writeString(files.resolve("b.properties"), "group.id=x");
    Path good =
        Files.writeString(
            files.resolve("c.properties"), "bootstrap.servers=k:9092\nsecurity.protocol: SSL\n");

    assertThatThrownBy(() -> load("NOTIFICATIONS_TOPIC", "notifications.info"))
        .hasMessageContaining("belong together")
        .hasMessageContaining("/etc/rollback-worker/notifications.properties");
    assertThatThrownBy(() -> load("NOTIFICATIONS_FILE", good.toString()))
        .hasMessageContaining("belong together");
    assertThatThrownBy(() -> notifications("/none.properties"))
        .hasMessageContaining("cloud.notifications-file: \"/none.properties\" cannot be used");
    assertThatThrownBy(() -> notifications(noServers.toString()))
        .hasMessageContaining("no bootstrap.servers=HOST:PORT");
    assertThatThrownBy(() -> notifications(more.toString()))
        .hasMessageContaining("group.id is none of bootstrap.servers, security.*");
    assertThat(notifications(good.toString()).get(CloudKeys.NOTIFICATIONS_FILE).read())
        .containsEntry("bootstrap.servers", "k:9092")
        .containsEntry("security.protocol", "SSL");
  }

  private static Configuration notifications(String file) throws Exception {
    return load("NOTIFICATIONS_TOPIC", "notifications.info", "NOTIFICATIONS_FILE", file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy", "http://proxy:3128", "proxy:0", "proxy:x", "user@proxy:3128"})
  void shouldRefuseWhatIsNoProxy(String text) {
    assertThatThrownBy(() -> load("PROXY", text))
        .hasMessageContaining("host:port of an HTTP proxy")
        .hasMessageContaining("proxy.example.org:3128");
  }
}
