/**
 * The ledger in Kafka: a lane's transactions, restoring a slice (reading a ledger partition to the
 * end that it has after fencing), and from where commands are read.
 */
@NullMarked
package io.rollbackworker.kafka.ledger;

import org.jspecify.annotations.NullMarked;
