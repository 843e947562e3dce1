/**
 * Where a worker may stop, what is durable then, and what happens on restart: {@link
 * io.rollbackworker.crash.CrashPoint}. Whoever reaches a point says so; tests stop it there.
 */
@NullMarked
package io.rollbackworker.crash;

import org.jspecify.annotations.NullMarked;
