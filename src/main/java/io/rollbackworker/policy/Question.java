package io.rollbackworker.policy;

import io.rollbackworker.command.ProjectId;
import io.rollbackworker.command.RollbackCommand;
import java.time.Instant;

/**
 * Whether a command may be.
 *
 * @param project that it is for
 * @param latestExpiry of a signed command: what was answered before is remembered longer
 * @param latestApproval an approval must not last longer: the ledger may forget the command that it
 *     allows
 */
public record Question(
    RollbackCommand command,
    ProjectId project,
    Claim claim,
    Instant latestExpiry,
    Instant latestApproval,
    Instant now) {}
