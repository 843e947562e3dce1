/**
 * What the procedure asks of a cloud, as interfaces and values: to look, to take a turn at its
 * limits, to send one request under a permit. The clouds implement it and know no procedure.
 *
 * <h2>Terminology</h2>
 *
 * <ul>
 *   <li><b>look</b>: reading snapshot and volume once; what comes of it is a <b>reading</b>.
 *   <li><b>turn</b>: a caller's place at the limits of a project: asked for, granted, given back.
 *   <li><b>effect result</b>: what is known about a request after its call has ended.
 * </ul>
 */
@NullMarked
package io.rollbackworker.disk;

import org.jspecify.annotations.NullMarked;
