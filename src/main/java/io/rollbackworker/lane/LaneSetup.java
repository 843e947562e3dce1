package io.rollbackworker.lane;

import io.rollbackworker.rollback.CrashPoints;
import io.rollbackworker.rollback.Procedures;
import io.rollbackworker.rollback.Time;
import io.rollbackworker.telemetry.Meters;
import io.rollbackworker.telemetry.OutcomeLog;

/** What all lanes of a worker share. */
public record LaneSetup(
    Procedures procedures,
    PermitRegistry permits,
    Meters meters,
    OutcomeLog outcomes,
    CrashPoints points,
    Time time) {}
