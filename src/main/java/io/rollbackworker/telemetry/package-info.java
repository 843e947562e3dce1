/**
 * What operators see: meters (the catalogue is {@link io.rollbackworker.telemetry.Meter}), health,
 * the status page, log lines and traces.
 */
@NullMarked
package io.rollbackworker.telemetry;

import org.jspecify.annotations.NullMarked;
