/**
 * Whole fleets in one process, one step at a time: the real opening, journal, outbox, lane and
 * procedures over a log with Kafka's semantics, a scripted cloud and clocks that no machine moves.
 * Who acts next, what is lost and who dies is drawn from a seed, so each schedule can be run again.
 */
package io.rollbackworker.simulation;
