/**
 * One partition's single writer: its loop, what it admits, its permits. Knows no Kafka: a {@link
 * io.rollbackworker.lane.Journal} commits what it decides.
 *
 * <h2>Terminology</h2>
 *
 * <ul>
 *   <li><b>lane</b>: one assigned partition = one thread = one transactional producer = one slice
 *       of the ledger.
 *   <li><b>cycle</b>: one round of the lane's loop: everything that waits, in one transaction.
 *   <li><b>delivery</b>: a record as the poll thread hands it over.
 *   <li><b>forward</b>: moving a record to the partition that its snapshot belongs to.
 * </ul>
 */
@NullMarked
package io.rollbackworker.lane;

import org.jspecify.annotations.NullMarked;
