/**
 * What is remembered about each snapshot and each commands partition, as values, and their JSON.
 * Pure.
 *
 * <h2>Terminology</h2>
 *
 * <ul>
 *   <li><b>ledger</b>: the compacted topic; partition p of it belongs to partition p of the
 *       commands topic.
 *   <li><b>entry</b>: all that is remembered about one snapshot: its runs, at most {@value
 *       Entry#MAX_RUNS}.
 *   <li><b>run</b>: one command's way, from its intent or outcome on.
 *   <li><b>intent</b>: a run written before the request that changes something.
 *   <li><b>permit</b>: the right, used once, to send that request.
 *   <li><b>baseline</b>: what the cloud showed right before the intent.
 *   <li><b>head</b>: which commands a partition has settled, and for which topics and group.
 *   <li><b>settled</b>: the first outcome of an offset, or its forwarding, is committed.
 *   <li><b>slice</b>: one partition of the ledger in memory.
 * </ul>
 */
@NullMarked
package io.rollbackworker.ledger;

import org.jspecify.annotations.NullMarked;
