package io.rollbackworker.kafka;

import io.rollbackworker.command.Freeze;
import io.rollbackworker.command.FreezeCodec;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the control topic's records say together. A record that cannot be read freezes what its key
 * names, or everything: whoever wrote it meant something. Immutable.
 */
record FreezeState(Map<String, String> reasons) {
  static final FreezeState NONE = new FreezeState(Map.of());

  FreezeState {
    reasons = Map.copyOf(reasons);
  }

  FreezeState with(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> next = new TreeMap<>(reasons);
    String key = key(record.key());
    byte[] value = record.value();
    if (value == null) {
      next.remove(key);
    } else {
      next.put(key, reason(key, value));
    }
    return new FreezeState(next);
  }

  /** Why a project is frozen; a freeze of everything first. */
  Optional<OutcomeError> of(ProjectId project) {
    String reason = reasons.getOrDefault(Freeze.key(null), reasons.get(project.value()));
    return Optional.ofNullable(reason).map(why -> error(project, why));
  }

  static OutcomeError error(ProjectId project, String why) {
    return OutcomeError.of(
        ErrorCode.ROLLBACKS_FROZEN,
        "Expected to send the rollback, but rollbacks of project " + project + " " + why + ".");
  }

  private static String key(byte @Nullable [] bytes) {
    String key = bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    try {
      return Freeze.key(Freeze.scope(key).orElse(null));
    } catch (IllegalArgumentException e) {
      return Freeze.key(null);
    }
  }

  private static String reason(String key, byte[] value) {
    try {
      Freeze freeze = FreezeCodec.decode(key, value);
      return "were frozen by " + freeze.by() + " at " + freeze.at() + ": " + freeze.reason();
    } catch (IllegalArgumentException e) {
      return "are frozen by a record of the control topic that cannot be read (key " + key + ")";
    }
  }
}
