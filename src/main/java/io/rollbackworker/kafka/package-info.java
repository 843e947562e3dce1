/**
 * Kafka; the only packages that know kafka-clients. Here is what its rooms share: settings, client
 * properties, questions to the cluster. {@code fleet} polls and opens lanes, {@code ledger} commits
 * and restores, {@code topics} makes and checks, {@code control} hears orders and evidence, {@code
 * client} is for requesters and auditors.
 */
@NullMarked
package io.rollbackworker.kafka;

import org.jspecify.annotations.NullMarked;
