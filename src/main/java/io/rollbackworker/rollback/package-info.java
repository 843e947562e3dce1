/**
 * The procedure: ledger, preconditions, intent, request, outcome; and what follows when the answer
 * stays away. Owns the interfaces to the cloud ({@link io.rollbackworker.rollback.DiskApi}) and to
 * the partition's single writer ({@link io.rollbackworker.rollback.Lane}).
 *
 * <h2>Crash points</h2>
 *
 * What is durable, and what happens on restart; {@code CrashPointsIT} has a test of each name.
 *
 * <ul>
 *   <li><b>received</b>: nothing is durable; the head's offset has not moved, so the record is read
 *       again and answered as if for the first time.
 *   <li><b>intent committed, request not sent</b>: the intent is durable; the next owner never
 *       sends under a permit that it finds, so it settles: silence becomes in_doubt, never a second
 *       request.
 *   <li><b>request sent, answer not received</b>: the intent is durable and the cloud may have
 *       acted; the next owner settles: the snapshot's own rollbacking is proof of acceptance,
 *       silence becomes in_doubt.
 *   <li><b>answer received, outcome not committed</b>: as before; what the cloud's answer said is
 *       lost unless the process lives on and publishes it as evidence.
 *   <li><b>outcome committed, group offset not committed</b>: outcome, entry and head are one
 *       transaction; the head's offset is where reading starts, so the record is not answered
 *       again.
 * </ul>
 *
 * <h2>Terminology</h2>
 *
 * <ul>
 *   <li><b>effect</b>: the change at the cloud.
 *   <li><b>released</b>: an intent taken back, because its request was certainly not taken.
 *   <li><b>settling</b>: finding out what became of a request whose answer is unknown.
 *   <li><b>proof</b>: the cloud's answer, the snapshot's own status {@code rollbacking}, or
 *       evidence. Silence is none.
 *   <li><b>session</b>: the time from a lane's opening to the first failure of its producer, or its
 *       closing.
 * </ul>
 */
@NullMarked
package io.rollbackworker.rollback;

import org.jspecify.annotations.NullMarked;
