/**
 * The two clocks, and what is computed from them: deadlines, growing intervals, the pace of many.
 * Nothing else reads a clock.
 */
@NullMarked
package io.rollbackworker.time;

import org.jspecify.annotations.NullMarked;
