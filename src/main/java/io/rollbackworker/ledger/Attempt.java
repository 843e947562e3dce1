package io.rollbackworker.ledger;

/**
 * The one request that a run may make.
 *
 * @param baseline what the cloud showed right before
 */
public record Attempt(Permit permit, Baseline baseline) {}
