package io.rollbackworker.cli;

import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.config.Configuration;
import io.rollbackworker.config.ConfigurationException;
import io.rollbackworker.config.Key;
import io.rollbackworker.config.Keys;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.client.HistoryReader;
import io.rollbackworker.kafka.client.OutcomeReader;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeCodec;
import io.rollbackworker.request.Requests;
import io.rollbackworker.time.Time;
import io.rollbackworker.worker.Settings;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of sub-commands that talk to Kafka alone. */
final class Connection {
  private static final OutcomeCodec CODEC = new OutcomeCodec();

  @Mixin private ConfigurationFile file = new ConfigurationFile();

  @Option(
      names = {"-b", "--bootstrap-servers"},
      paramLabel = "HOST:PORT",
      description = "Brokers; goes over the configuration.")
  private @Nullable String bootstrapServers;

  Configuration load() throws ConfigurationException {
    return load(List.of(Keys.BOOTSTRAP_SERVERS));
  }

  /** With the clouds. */
  Configuration loadAll() throws ConfigurationException {
    return load(Keys.all());
  }

  private Configuration load(List<Key<?>> needed) throws ConfigurationException {
    Map<String, String> environment = new HashMap<>(System.getenv());
    if (bootstrapServers != null) {
      environment.put(Keys.BOOTSTRAP_SERVERS.variable(), bootstrapServers);
    }
    return file.load(environment, needed);
  }

  /** A reader of what the fleet's topics tell, with the workers' own limit for commands. */
  static HistoryReader history(Configuration configuration, Progress progress) {
    return new HistoryReader(
        Settings.kafka(configuration),
        new CommandDecoder(configuration.get(Keys.MAX_COMMAND_BYTES)),
        Time.system(),
        (topic, partition, position, end) ->
            progress.show(
                () ->
                    "reading topic %s, partition %d: %,d of %,d"
                        .formatted(topic, partition, position, end)));
  }

  /** What checks commands as these workers do; the projects only where they are configured. */
  static Requests requests(Configuration configuration) {
    return new Requests(
        new CommandDecoder(configuration.get(Keys.MAX_COMMAND_BYTES)),
        new LinkedHashSet<>(configuration.find(Keys.PROJECTS).orElse(List.of())));
  }

  /** An event's outcome; what is none is told, and skipped. */
  static Optional<Outcome> decode(OutcomeReader.Event event) {
    try {
      return Optional.of(CODEC.decode(event.value().getBytes(StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      Terminal.err("skipped: " + e.getMessage());
      return Optional.empty();
    }
  }

  KafkaSettings kafka() throws ConfigurationException {
    return Settings.kafka(load());
  }
}
