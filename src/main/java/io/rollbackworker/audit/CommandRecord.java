package io.rollbackworker.audit;

import io.rollbackworker.command.Decoded;
import io.rollbackworker.command.Origin;
import io.rollbackworker.command.RollbackCommand;
import java.time.Instant;
import java.util.Optional;

/**
 * A record of the commands topic.
 *
 * @param forwardedFrom where it was first stored, if it says that a worker moved it here
 * @param valueHash tells values apart
 */
public record CommandRecord(
    Origin place, Optional<Origin> forwardedFrom, Decoded decoded, String valueHash) {
  Optional<RollbackCommand> rollback() {
    return decoded instanceof Decoded.Valid(var command) ? Optional.of(command) : Optional.empty();
  }

  /** When it was first stored: the older of its two times, for headers can be forged. */
  Instant askedAt() {
    Instant here = place.timestamp();
    return forwardedFrom.map(Origin::timestamp).filter(here::isAfter).orElse(here);
  }
}
