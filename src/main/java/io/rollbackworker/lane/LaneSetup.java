package io.rollbackworker.lane;

import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.rollback.Procedures;
import io.rollbackworker.time.CheckedTime;
import io.rollbackworker.time.Fork;

/**
 * What all lanes of a worker share.
 *
 * @param fork for their procedures
 * @param laneFork for their own threads
 */
public record LaneSetup(
    Procedures procedures,
    PermitRegistry permits,
    LaneEvents events,
    CrashPoints points,
    CheckedTime time,
    Fork fork,
    Fork laneFork) {}
