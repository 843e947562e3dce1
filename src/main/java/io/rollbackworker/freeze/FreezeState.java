package io.rollbackworker.freeze;

import io.rollbackworker.command.ProjectId;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the control topic's records say together. Whoever writes a record that cannot be read meant
 * something: a value that is no freeze freezes what its key names, and a key that names nothing
 * freezes everything, until that very key is taken back. Immutable.
 *
 * @param reasons by the records' keys
 */
public record FreezeState(Map<String, String> reasons) {
  private static final String ANEW =
      " (the control topic was made anew since; this stands until it is thawed)";

  public static final FreezeState NONE = new FreezeState(Map.of());

  public FreezeState {
    reasons = Map.copyOf(reasons);
  }

  /**
   * @param key the record's, as it is
   * @param value null: takes back what the key froze
   */
  public FreezeState with(byte @Nullable [] key, byte @Nullable [] value) {
    Map<String, String> next = new TreeMap<>(reasons);
    String name = key == null ? "" : new String(key, StandardCharsets.UTF_8);
    if (value == null) {
      next.remove(name);
    } else {
      next.put(name, reason(name, value));
    }
    return new FreezeState(next);
  }

  /** The topic was deleted and made anew: nobody has taken anything back. */
  public FreezeState recreated() {
    Map<String, String> kept = new TreeMap<>();
    reasons.forEach((key, why) -> kept.put(key, why.endsWith(ANEW) ? why : why + ANEW));
    return new FreezeState(kept);
  }

  /** Why a project is frozen. */
  public Optional<OutcomeError> of(ProjectId project) {
    return reasons.entrySet().stream()
        .filter(freeze -> concerns(freeze.getKey(), project))
        .map(freeze -> error(project, freeze.getValue()))
        .findFirst();
  }

  public static OutcomeError error(ProjectId project, String why) {
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
