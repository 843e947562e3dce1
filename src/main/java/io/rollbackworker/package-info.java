/**
 * Puts the parts together: {@link io.rollbackworker.Settings} from the configuration, {@link
 * io.rollbackworker.Worker} from the settings, and {@link io.rollbackworker.Reporter}, which asks
 * its parts what they do.
 */
@NullMarked
package io.rollbackworker;

import org.jspecify.annotations.NullMarked;
