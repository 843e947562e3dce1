package io.rollbackworker.simulator;

/**
 * One rollback that was started.
 *
 * @param number 1 for the first
 * @param at UTC, RFC 3339
 */
public record Effect(int number, String at, String projectId, String snapshotId, String volumeId) {}
