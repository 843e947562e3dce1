package io.rollbackworker.audit;

import io.rollbackworker.command.Command;
import io.rollbackworker.command.Decoded;
import io.rollbackworker.command.Evidence;
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
    return command() instanceof RollbackCommand c ? Optional.of(c) : Optional.empty();
  }

  Optional<Evidence> evidence() {
    return command() instanceof Evidence e ? Optional.of(e) : Optional.empty();
  }

  private Object command() {
    return decoded instanceof Decoded.Valid(Command command) ? command : decoded;
  }

  /** When it was first stored: the older of its two times, for headers can be forged. */
  Instant askedAt() {
    Instant here = place.timestamp();
    return forwardedFrom.map(Origin::timestamp).filter(here::isAfter).orElse(here);
  }
}
