/**
 * Puts the parts of one worker together: {@link io.rollbackworker.worker.Settings} from the
 * configuration, {@link io.rollbackworker.worker.Worker} from the settings, and {@link
 * io.rollbackworker.worker.Reporter}, which asks the parts what they do.
 */
@NullMarked
package io.rollbackworker.worker;

import org.jspecify.annotations.NullMarked;
