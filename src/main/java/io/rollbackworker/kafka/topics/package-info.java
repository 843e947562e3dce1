/**
 * Makes the topics, adopts them, and looks whether they and the rights on them are as the promises
 * need them.
 */
@NullMarked
package io.rollbackworker.kafka.topics;

import org.jspecify.annotations.NullMarked;
