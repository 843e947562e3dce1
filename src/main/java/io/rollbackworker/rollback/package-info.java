/**
 * The procedure: ledger, preconditions, intent, request, outcome; and what follows when the answer
 * stays away. Owns the interfaces to the cloud ({@link io.rollbackworker.disk.DiskApi}) and to the
 * partition's single writer ({@link io.rollbackworker.rollback.Lane}).
 *
 * <p>Where a worker may stop, what is durable then, and what happens on restart: {@link
 * io.rollbackworker.crash.CrashPoint}.
 *
 * <h2>Terminology</h2>
 *
 * <ul>
 *   <li><b>effect</b>: the change at the cloud.
 *   <li><b>released</b>: an intent taken back, because its request was certainly not taken.
 *   <li><b>reconciling</b>: finding out what became of a request whose answer is unknown.
 *   <li><b>proof</b>: the cloud's answer, the snapshot's own status {@code rollbacking}, or
 *       evidence. Silence is none.
 *   <li><b>session</b>: the time from a lane's opening to the first failure of its producer, or its
 *       closing.
 * </ul>
 */
@NullMarked
package io.rollbackworker.rollback;

import org.jspecify.annotations.NullMarked;
