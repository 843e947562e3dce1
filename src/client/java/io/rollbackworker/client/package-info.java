/**
 * For programs that ask for rollbacks: {@link io.rollbackworker.client.RollbackClient} publishes
 * commands and waits for their outcomes. Knows nothing of the workers but their topics, so it needs
 * kafka-clients and jackson-databind alone, and Java 17.
 */
package io.rollbackworker.client;
