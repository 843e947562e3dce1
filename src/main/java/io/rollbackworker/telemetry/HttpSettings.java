package io.rollbackworker.telemetry;

import java.util.List;
import java.util.OptionalInt;

/**
 * Where a worker can be asked how it is.
 *
 * @param port 0: any free one; empty: nowhere
 * @param hosts names that it may be asked for by, beside localhost and addresses
 */
public record HttpSettings(String address, OptionalInt port, List<String> hosts) {
  public HttpSettings {
    hosts = List.copyOf(hosts);
  }
}
