/** What operators see: meters. The catalogue is {@link io.rollbackworker.telemetry.Meters}. */
@NullMarked
package io.rollbackworker.telemetry;

import org.jspecify.annotations.NullMarked;
