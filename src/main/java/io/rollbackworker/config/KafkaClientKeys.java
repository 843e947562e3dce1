package io.rollbackworker.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which properties of Kafka clients may be handed through ({@code kafka.client.*}): all but those
 * that correctness rests on, or that are set elsewhere. Tested against what the clients get.
 */
final class KafkaClientKeys {
  private static final Map<String, String> SET_ELSEWHERE =
      Map.of(
          "bootstrap.servers", "kafka.bootstrap-servers",
          "group.id", "kafka.group",
          "session.timeout.ms", "kafka.session-timeout",
          "max.poll.interval.ms", "kafka.max-poll-interval",
          "client.id", "worker.name");

  private static final Set<String> FIXED =
      Set.of(
          "acks",
          "allow.auto.create.topics",
          "auto.offset.reset",
          "buffer.memory",
          "check.crcs",
          "default.api.timeout.ms",
          "delivery.timeout.ms",
          "enable.auto.commit",
          "enable.idempotence",
          "fetch.max.bytes",
          "fetch.max.wait.ms",
          "group.instance.id",
          "group.protocol",
          "group.remote.assignor",
          "heartbeat.interval.ms",
          "interceptor.classes",
          "isolation.level",
          "key.deserializer",
          "key.serializer",
          "linger.ms",
          "max.block.ms",
          "max.in.flight.requests.per.connection",
          "max.partition.fetch.bytes",
          "max.poll.records",
          "max.request.size",
          "partition.assignment.strategy",
          "partitioner.class",
          "partitioner.ignore.keys",
          "request.timeout.ms",
          "retries",
          "retry.backoff.max.ms",
          "retry.backoff.ms",
          "transaction.timeout.ms",
          "transaction.two.phase.commit.enable",
          "transactional.id",
          "value.deserializer",
          "value.serializer");

  private KafkaClientKeys() {}

  /** Why the property may not be given; empty if it may. */
  static Optional<String> refusal(String property) {
    String key = SET_ELSEWHERE.get(property);
    if (key != null) {
      return Optional.of("give it as " + key);
    }
    return FIXED.contains(property)
        ? Optional.of(
            "the promises rest on the value that workers set; leave it out. Security settings are"
                + " handed through, for example: kafka.client.security.protocol: SASL_SSL")
        : Optional.empty();
  }
}
