package io.rollbackworker.audit;

import io.rollbackworker.command.Command;
import io.rollbackworker.command.Decoded;
import io.rollbackworker.command.Evidence;
import io.rollbackworker.command.Origin;
import io.rollbackworker.command.RollbackCommand;
import java.util.Optional;

/**
 * A record of the commands topic.
 *
 * @param forwardedFrom where it was first stored, if a worker moved it here
 */
public record CommandRecord(Origin place, Optional<Origin> forwardedFrom, Decoded decoded) {
  Optional<RollbackCommand> rollback() {
    return command() instanceof RollbackCommand c ? Optional.of(c) : Optional.empty();
  }

  Optional<Evidence> evidence() {
    return command() instanceof Evidence e ? Optional.of(e) : Optional.empty();
  }

  private Object command() {
    return decoded instanceof Decoded.Valid(Command command) ? command : decoded;
  }

  /** Where and when it was first stored. */
  Origin origin() {
    return forwardedFrom.orElse(place);
  }
}
