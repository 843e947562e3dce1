package io.rollbackworker.telemetry;

import java.util.OptionalInt;

/**
 * Where a worker can be asked how it is.
 *
 * @param port 0: any free one; empty: nowhere
 */
public record HttpSettings(String address, OptionalInt port) {}
