package io.rollbackworker.policy;

import io.rollbackworker.command.ProjectId;
import io.rollbackworker.command.RollbackCommand;
import java.time.Instant;

/**
 * Whether a command may be.
 *
 * @param project that it is for
 * @param rememberedUntil by then at the latest a copy of the command, and any of its snapshot that
 *     an approval allows, must be void: the ledger may have forgotten it
 */
public record Question(
    RollbackCommand command,
    ProjectId project,
    Claim claim,
    Instant rememberedUntil,
    Instant now) {}
