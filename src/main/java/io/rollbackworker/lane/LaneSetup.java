package io.rollbackworker.lane;

import io.rollbackworker.rollback.CrashPoints;
import io.rollbackworker.rollback.Procedures;
import io.rollbackworker.rollback.Time;
import io.rollbackworker.telemetry.Meters;

/** What all lanes of a worker share. */
public record LaneSetup(
    Procedures procedures, PermitRegistry permits, Meters meters, CrashPoints points, Time time) {}
