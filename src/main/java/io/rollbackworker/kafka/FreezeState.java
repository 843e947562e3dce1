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

/**
 * What the control topic's records say together. Whoever writes a record that cannot be read meant
 * something: a value that is no freeze freezes what its key names, and a key that names nothing
 * freezes everything, until that very key is taken back. Immutable.
 *
 * @param reasons by the records' keys
 */
record FreezeState(Map<String, String> reasons) {
  static final FreezeState NONE = new FreezeState(Map.of());

  FreezeState {
    reasons = Map.copyOf(reasons);
  }

  FreezeState with(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> next = new TreeMap<>(reasons);
    byte[] bytes = record.key();
    String key = bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    byte[] value = record.value();
    if (value == null) {
      next.remove(key);
    } else {
      next.put(key, reason(key, value));
    }
    return new FreezeState(next);
  }

  /** Why a project is frozen. */
  Optional<OutcomeError> of(ProjectId project) {
    return reasons.entrySet().stream()
        .filter(freeze -> concerns(freeze.getKey(), project))
        .map(freeze -> error(project, freeze.getValue()))
        .findFirst();
  }

  static OutcomeError error(ProjectId project, String why) {
    return OutcomeError.of(
        ErrorCode.ROLLBACKS_FROZEN,
        "Expected to send the rollback, but rollbacks of project " + project + " " + why + ".");
  }

  private static boolean concerns(String key, ProjectId project) {
    try {
      return Freeze.scope(key).map(project::equals).orElse(true);
    } catch (IllegalArgumentException e) {
      return true;
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
