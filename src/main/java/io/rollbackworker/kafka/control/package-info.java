/**
 * The topics that every worker follows: what operators say (freezes, and what became of doubts),
 * and what workers know about their permits. Writes them, and hears them.
 */
@NullMarked
package io.rollbackworker.kafka.control;

import org.jspecify.annotations.NullMarked;
