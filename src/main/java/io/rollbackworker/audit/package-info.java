/**
 * Checks a history against the promises: what the topics and the cloud's own log say about all
 * commands, after the fact. Shares no decision with the workers, only the records' forms, so that a
 * mistake of theirs is not repeated here. Also tells one snapshot's story. Pure.
 */
@NullMarked
package io.rollbackworker.audit;

import org.jspecify.annotations.NullMarked;
