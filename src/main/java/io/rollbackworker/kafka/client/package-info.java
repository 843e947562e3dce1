/** What requesters and auditors use: publishing commands, reading outcomes and whole histories. */
@NullMarked
package io.rollbackworker.kafka.client;

import org.jspecify.annotations.NullMarked;
