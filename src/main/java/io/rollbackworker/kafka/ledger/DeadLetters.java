package io.rollbackworker.kafka.ledger;

import io.rollbackworker.command.Decoded.Cause;
import io.rollbackworker.command.Origin;
import io.rollbackworker.kafka.Records;
import io.rollbackworker.lane.Delivery;
import io.rollbackworker.lane.OriginHeaders;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records of the dead-letters topic: the received bytes up to a limit, and headers that say where
 * and why.
 */
record DeadLetters(String topic) {
  private static final int MAX_KEY_BYTES = 1_024;
  private static final int MAX_VALUE_BYTES = 64 << 10;

  ProducerRecord<byte[], byte[]> record(
      Delivery delivery, Origin origin, Cause cause, String problem) {
    byte[] value = delivery.value();
    byte[] key = delivery.key();
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(
            topic, key == null || key.length > MAX_KEY_BYTES ? null : key, shortened(value));
    Map<String, String> headers = new TreeMap<>(OriginHeaders.of(origin));
    headers.put("rollback-cause", cause.name());
    headers.put("rollback-problem", problem);
    headers.put("rollback-value-bytes", value == null ? "null" : Integer.toString(value.length));
    headers.put("rollback-value-sha256", value == null ? "null" : sha256(value));
    Records.addAll(letter.headers(), headers);
    return letter;
  }

  private static byte @Nullable [] shortened(byte @Nullable [] value) {
    return value == null || value.length <= MAX_VALUE_BYTES
        ? value
        : Arrays.copyOf(value, MAX_VALUE_BYTES);
  }

  private static String sha256(byte[] value) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
