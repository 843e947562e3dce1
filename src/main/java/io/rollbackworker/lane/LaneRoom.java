package io.rollbackworker.lane;

/**
 * How much of its partition a lane holds at once.
 *
 * @param open commands that are worked on, or wait in memory
 * @param openBytes of them; a little more at times
 * @param parked commands that were read, and of which the offset alone is remembered
 */
public record LaneRoom(int open, long openBytes, int parked) {}
