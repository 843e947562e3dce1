package io.rollbackworker.policy;

import java.util.Map;
import java.util.Optional;

/**
 * Whose public keys are known.
 *
 * @param keys by id
 */
record Keyring(Map<String, RequesterKey> keys) {
  Keyring {
    keys = Map.copyOf(keys);
  }

  Optional<RequesterKey> find(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  /** Whether it is known still; another may have its id by now. */
  boolean knows(RequesterKey key) {
    return key.equals(keys.get(key.id()));
  }

  long requesters() {
    return keys.values().stream().map(RequesterKey::requester).distinct().count();
  }
}
