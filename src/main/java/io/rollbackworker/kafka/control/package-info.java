/** The control topic: writes freezes, and follows them. */
@NullMarked
package io.rollbackworker.kafka.control;

import org.jspecify.annotations.NullMarked;
