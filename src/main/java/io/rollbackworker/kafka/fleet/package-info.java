/**
 * One worker's membership in the fleet: the poll loop, assignment, the opening of lanes.
 *
 * <h2>Terminology</h2>
 *
 * <ul>
 *   <li><b>assignment</b>, <b>revoked</b>, <b>lost</b>: as Kafka's consumer has them.
 *   <li><b>fencing</b>: {@code initTransactions()} with the partition's own transactional id makes
 *       every older producer of it unable to write.
 *   <li><b>blocked</b>: assigned, but not worked on, for a reason that is told.
 * </ul>
 */
@NullMarked
package io.rollbackworker.kafka.fleet;

import org.jspecify.annotations.NullMarked;
