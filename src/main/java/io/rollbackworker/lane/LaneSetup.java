package io.rollbackworker.lane;

import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.rollback.Procedures;
import io.rollbackworker.time.CheckedTime;
import io.rollbackworker.time.Fork;

/** What all lanes of a worker share. */
public record LaneSetup(
    Procedures procedures,
    PermitRegistry permits,
    LaneEvents events,
    CrashPoints points,
    CheckedTime time,
    Fork fork) {}
