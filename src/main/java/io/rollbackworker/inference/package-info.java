/**
 * What a cloud's {@code updated_at} says about a request that nobody answered, and whether this
 * cloud's may be believed. Words of this package:
 *
 * <ul>
 *   <li><b>stamps</b>: {@code updated_at} of a snapshot and of its volume, at one look.
 *   <li><b>lesson</b>: one rollback that is proven, or one snapshot at rest, and whether its stamps
 *       moved as the rule assumes.
 *   <li><b>calibration</b>: the lessons of the whole fleet, counted by project.
 *   <li><b>contradiction</b>: a lesson that speaks against the assumption; the first one stops the
 *       rule.
 *   <li><b>lateness</b>: for so long after nobody can send any more, a request may still come to
 *       the cloud's notice. Assumed, not known.
 * </ul>
 */
@NullMarked
package io.rollbackworker.inference;

import org.jspecify.annotations.NullMarked;
