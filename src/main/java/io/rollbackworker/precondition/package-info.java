/**
 * Whether a rollback may be sent now: a pure function of the command and of what the cloud says
 * about snapshot and volume.
 *
 * <h2>Terminology</h2>
 *
 * <ul>
 *   <li><b>precondition</b>: a checked fact.
 *   <li><b>verdict</b>: what follows from it: proceed, wait or reject.
 *   <li><b>rejection</b>: a business "no", with a code and a sentence.
 * </ul>
 */
@NullMarked
package io.rollbackworker.precondition;

import org.jspecify.annotations.NullMarked;
