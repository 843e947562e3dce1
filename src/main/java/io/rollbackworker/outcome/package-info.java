/**
 * What requesters are told: outcomes, the catalogue of error codes, and their JSON. Pure.
 *
 * <h2>Terminology</h2>
 *
 * <ul>
 *   <li><b>outcome</b>: an event on the outcomes topic about one command.
 *   <li><b>subject</b>: what an outcome is about; the same in every outcome of a command.
 *   <li><b>result</b>: what it says: accepted, rejected, in doubt, completed, failed or checked.
 *   <li><b>revision</b>: 1 for the first outcome of a command, one more for each later one.
 * </ul>
 */
@NullMarked
package io.rollbackworker.outcome;

import org.jspecify.annotations.NullMarked;
