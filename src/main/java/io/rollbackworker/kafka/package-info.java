/**
 * Kafka: the poll loop, assignment, fencing and restore, the lanes' transactions, and the checks of
 * what the promises rest on. The only package that knows kafka-clients.
 *
 * <h2>Terminology</h2>
 *
 * <ul>
 *   <li><b>assignment</b>, <b>revoked</b>, <b>lost</b>: as Kafka's consumer has them.
 *   <li><b>fencing</b>: {@code initTransactions()} with the partition's own transactional id makes
 *       every older producer of it unable to write.
 *   <li><b>restore</b>: reading a ledger partition to the end that it has after fencing.
 *   <li><b>blocked</b>: assigned, but not worked on, for a reason that is told.
 * </ul>
 */
@NullMarked
package io.rollbackworker.kafka;

import org.jspecify.annotations.NullMarked;
