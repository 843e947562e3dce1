package io.rollbackworker.cloud;

import io.rollbackworker.config.PemFile;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * How the clouds are reached.
 *
 * @param authorities are trusted beside those of the system
 * @param own is shown to who asks for it
 * @param proxy of HTTP; empty: none
 */
public record Transport(PemFile authorities, PemFile own, Optional<InetSocketAddress> proxy) {
  /** As the system trusts, and at once. */
  public static final Transport DIRECT =
      new Transport(PemFile.NONE, PemFile.NONE, Optional.empty());
}
