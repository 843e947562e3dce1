/**
 * Finds out what a cloud's documents do not say, with one snapshot that may be thrown away. Words
 * of this package:
 *
 * <ul>
 *   <li><b>trial</b>: one thing that is done to the cloud, and what was seen.
 *   <li><b>finding</b>: the question that it answers, and the answer.
 * </ul>
 */
@NullMarked
package io.rollbackworker.probe;

import org.jspecify.annotations.NullMarked;
