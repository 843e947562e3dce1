package io.rollbackworker.lane;

import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.rollback.Procedures;
import io.rollbackworker.time.Fork;
import io.rollbackworker.time.Time;

/** What all lanes of a worker share. */
public record LaneSetup(
    Procedures procedures,
    PermitRegistry permits,
    LaneEvents events,
    CrashPoints points,
    Time time,
    Fork fork) {}
