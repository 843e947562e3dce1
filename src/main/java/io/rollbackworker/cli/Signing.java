package io.rollbackworker.cli;

import io.rollbackworker.config.Configuration;
import io.rollbackworker.config.Keys;
import io.rollbackworker.config.SigningKeys;
import io.rollbackworker.policy.SigningKey;
import io.rollbackworker.request.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Signs commands, where the configuration names a key.
 *
 * @param topic that they are published to
 * @param greatestAge of a command; who signs names a deadline, and this is the latest
 */
record Signing(Optional<SigningKey> key, String topic, Duration greatestAge) {
  static Signing of(Configuration c) {
    Optional<SigningKey> key =
        c.get(SigningKeys.FILE).map(file -> read(c.get(SigningKeys.ID), file));
    return new Signing(key, c.get(Keys.COMMANDS_TOPIC), c.get(Keys.GREATEST_AGE));
  }

  private static SigningKey read(String id, Path file) {
    try {
      return SigningKey.parse(id, Files.readString(file));
    } catch (IOException | IllegalArgumentException e) {
      throw new UncheckedIOException(
          new IOException(
              "%s: %s cannot be used: %s".formatted(SigningKeys.FILE.name(), file, e), e));
    }
  }

  /** A little less than workers allow, for clocks differ. */
  Duration usualLife() {
    return greatestAge.minus(greatestAge.dividedBy(20));
  }

  /** No longer than workers allow, where commands are signed. */
  Duration life(Duration wanted) {
    return signs() && wanted.compareTo(usualLife()) > 0 ? usualLife() : wanted;
  }

  boolean signs() {
    return key.isPresent();
  }

  Message message(String json) {
    return message(json, Map.of());
  }

  /**
   * @param others headers besides the signature
   */
  Message message(String json, Map<String, String> others) {
    Map<String, String> headers = new HashMap<>(others);
    key.ifPresent(k -> headers.putAll(k.header(topic, json)));
    return new Message(json, headers);
  }
}
