package io.rollbackworker.rollback;

import io.rollbackworker.command.VolumeId;
import io.rollbackworker.disk.SendPermit;

/**
 * A run of this process whose intent is committed: its request may be sent.
 *
 * @param permit allows it, once
 */
record Intended(OpenRun run, VolumeId volume, SendPermit permit) {}
