package io.rollbackworker.precondition;

/**
 * Why the cloud would refuse a rollback although snapshot and volume are available.
 *
 * @param but continues "Expected ..., but "
 * @param passes it may go by itself
 */
public record Obstacle(String but, boolean passes) {}
