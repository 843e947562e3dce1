/**
 * What became of a request, as somebody says who knows. Words of this package:
 *
 * <ul>
 *   <li><b>evidence</b>: a word about one permit: <i>taken</i> or <i>not taken</i>, by the worker
 *       that sent the request, by an operator, or by the cloud.
 *   <li><b>notice</b>: a word about a permit in the cloud's own log.
 *   <li><b>permit key</b>: a permit's two one-time secrets, known to the process that made it
 *       alone.
 *   <li><b>signature</b>: one of the secrets, revealed, with the hash of the other.
 * </ul>
 */
@NullMarked
package io.rollbackworker.evidence;

import org.jspecify.annotations.NullMarked;
