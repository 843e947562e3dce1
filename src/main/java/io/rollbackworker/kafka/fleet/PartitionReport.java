package io.rollbackworker.kafka.fleet;

import io.rollbackworker.lane.LaneReport;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.telemetry.LaneState;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an assigned partition does, for people and meters.
 *
 * @param why it does not run; how far it is, while it is restored
 * @param since how long it has been in this state
 * @param lag records that were not read yet; -1: not known
 * @param lane how its lane stands, or stood when it ended; null before there was one
 * @param doubts its runs that are in doubt now
 */
public record PartitionReport(
    int partition,
    LaneState state,
    String why,
    Duration since,
    long lag,
    @Nullable LaneReport lane,
    List<Run> doubts) {}
