package io.rollbackworker.lane;

import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.evidence.EvidenceBook;
import io.rollbackworker.rollback.Procedures;
import io.rollbackworker.time.CheckedTime;
import io.rollbackworker.time.Fork;

/**
 * What all lanes of a worker share.
 *
 * @param evidence what was said about permits; each lane looks whether it is about its runs
 * @param room of each lane
 * @param heap of all of them together
 * @param rereading of what a lane had no room for
 * @param fork for their procedures
 * @param laneFork for their own threads
 */
public record LaneSetup(
    Procedures procedures,
    PermitRegistry permits,
    EvidenceBook evidence,
    LaneRoom room,
    HeapBudget heap,
    Rereading rereading,
    LaneEvents events,
    CrashPoints points,
    CheckedTime time,
    Fork fork,
    Fork laneFork) {}
