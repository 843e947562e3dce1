/**
 * What arrives on the commands topic, and its decoding: bytes to a command, or to a sentence that
 * says what is wrong with them. Pure: no Kafka, no HTTP, no clock.
 *
 * <h2>Terminology</h2>
 *
 * <ul>
 *   <li><b>command</b>: a record of the commands topic that asks for something.
 *   <li><b>origin</b>: the place where a record was first stored; forwarding does not change it.
 *   <li><b>evidence</b>: a record that says what became of one permit.
 * </ul>
 */
@NullMarked
package io.rollbackworker.command;

import org.jspecify.annotations.NullMarked;
