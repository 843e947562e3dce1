/**
 * A stateful EVS or Cinder API over HTTP, for the demo, for tests, and for whoever wants to try a
 * client: the documents' shapes, statuses and errors; volumes that hold data; faults on demand; and
 * a log of every effect, which is the tests' oracle.
 *
 * <h2>Terminology</h2>
 *
 * <ul>
 *   <li><b>api</b>: how one cloud is asked and answers; the world behind it is the same.
 *   <li><b>world</b>: all volumes and snapshots, and what has happened to them.
 *   <li><b>effect</b>: a rollback that was started; each is logged once.
 *   <li><b>fault point</b>: a named place in the handling of a request where something can go
 *       wrong.
 * </ul>
 */
@NullMarked
package io.rollbackworker.dev.simulator;

import org.jspecify.annotations.NullMarked;
