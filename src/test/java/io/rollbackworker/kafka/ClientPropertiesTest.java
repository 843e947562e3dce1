package io.rollbackworker.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollbackworker.config.Configuration;
import io.rollbackworker.config.ConfigurationException;
import io.rollbackworker.config.Keys;
import io.rollbackworker.config.Loading;
import io.rollbackworker.testing.TestSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientPropertiesTest {
  private static final ClientProperties PROPERTIES =
      new ClientProperties(TestSettings.kafka("k:9092", "test"));

  /** Whoever gives one would believe that it counts. */
  @Test
  void shouldLetNobodyGiveWhatTheProgramSets() {
    Set<String> set = new TreeSet<>();
    set.addAll(PROPERTIES.admin().keySet());
    set.addAll(PROPERTIES.poller("w").keySet());
    set.addAll(PROPERTIES.restorer().keySet());
    set.addAll(PROPERTIES.lane(0).keySet());
    set.addAll(PROPERTIES.publisher().keySet());
    assertThat(set).contains(ProducerConfig.ACKS_CONFIG).hasSizeGreaterThan(25);

    assertThat(set).allSatisfy(ClientPropertiesTest::assertRefused);
  }

  @ParameterizedTest
  @CsvSource({
    "transactional.id,the promises rest on",
    "group.instance.id,the promises rest on",
    "interceptor.classes,the promises rest on",
    "group.id,give it as kafka.group",
    "bootstrap.servers,give it as kafka.bootstrap-servers"
  })
  void shouldSayWhy(String property, String why) {
    assertThatThrownBy(() -> load(property))
        .hasMessageContaining("kafka.client." + property + ": " + why);
  }

  @Test
  void shouldHandSecuritySettingsThroughToEveryClient() throws Exception {
    Map<String, String> given =
        load("sasl.mechanism", "security.protocol", "ssl.truststore.location").kafkaClient();
    KafkaSettings plain = TestSettings.kafka("k:9092", "test");
    KafkaSettings secured = TestSettings.withClient(plain, given);
    ClientProperties properties = new ClientProperties(secured);

    for (Map<String, Object> client :
        List.of(
            properties.admin(),
            properties.poller("w"),
            properties.restorer(),
            properties.lane(0),
            properties.publisher())) {
      assertThat(client).containsAllEntriesOf(given).hasSizeGreaterThan(given.size());
    }
  }

  private static void assertRefused(String property) {
    assertThatThrownBy(() -> load(property))
        .as(property)
        .hasMessageContaining("kafka.client." + property + ": ");
  }

  private static Configuration load(String... properties) throws ConfigurationException {
    Map<String, String> environment =
        new HashMap<>(Map.of("ROLLBACK_KAFKA_BOOTSTRAP_SERVERS", "k:9092"));
    for (String property : properties) {
      String variable =
          "ROLLBACK_KAFKA_CLIENT_" + property.toUpperCase(Locale.ROOT).replace('.', '_');
      environment.put(variable, "x");
    }
    return Loading.load(null, environment, List.of(Keys.BOOTSTRAP_SERVERS));
  }
}
