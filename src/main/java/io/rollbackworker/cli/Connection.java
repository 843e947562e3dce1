package io.rollbackworker.cli;

import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.config.Configuration;
import io.rollbackworker.config.ConfigurationException;
import io.rollbackworker.config.Keys;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.client.HistoryReader;
import io.rollbackworker.time.Time;
import io.rollbackworker.worker.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of sub-commands that talk to Kafka alone. */
final class Connection {
  @Mixin private ConfigurationFile file = new ConfigurationFile();

  @Option(
      names = {"-b", "--bootstrap-servers"},
      paramLabel = "HOST:PORT",
      description = "Brokers; goes over the configuration.")
  private @Nullable String bootstrapServers;

  Configuration load() throws ConfigurationException {
    Map<String, String> environment = new HashMap<>(System.getenv());
    if (bootstrapServers != null) {
      environment.put(Keys.BOOTSTRAP_SERVERS.variable(), bootstrapServers);
    }
    return file.load(environment, List.of(Keys.BOOTSTRAP_SERVERS));
  }

  /** A reader of what the fleet's topics tell, with the workers' own limit for commands. */
  static HistoryReader history(Configuration configuration) {
    return new HistoryReader(
        Settings.kafka(configuration),
        new CommandDecoder(configuration.get(Keys.MAX_COMMAND_BYTES)),
        Time.system());
  }

  KafkaSettings kafka() throws ConfigurationException {
    return Settings.kafka(load());
  }
}
