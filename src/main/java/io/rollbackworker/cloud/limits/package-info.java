/**
 * How much of the cloud may be used, and when it is left alone.
 *
 * <h2>Terminology</h2>
 *
 * <ul>
 *   <li><b>limit</b>: of calls, as the cloud allows them; configured, and learnt from its 429s.
 *   <li><b>cap</b>: of rollbacks, as people want them: how much may go wrong at once.
 *   <li><b>turn</b>: one caller's right to call; see {@link io.rollbackworker.disk.Turn}.
 *   <li><b>breaker</b>: open while the cloud is out.
 * </ul>
 */
@NullMarked
package io.rollbackworker.cloud.limits;

import org.jspecify.annotations.NullMarked;
