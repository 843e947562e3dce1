package io.rollbackworker.cloud;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the cloud.
 *
 * @param endpoint scheme, host and port, for example {@code
 *     https://evs.cn-north-4.myhuaweicloud.com}
 * @param token sent as X-Auth-Token; null: none
 * @param connectTimeout for one attempt to connect
 * @param readTimeout for one whole read call
 * @param requestTimeout for the whole rollback call, from connecting to the answer's status line
 * @param maxConcurrentCalls places for calls, shared by all lanes
 * @param readAttempts how often one read is tried within one observation
 */
public record CloudSettings(
    URI endpoint,
    @Nullable String token,
    Duration connectTimeout,
    Duration readTimeout,
    Duration requestTimeout,
    int maxConcurrentCalls,
    int readAttempts) {

  /** Without the token. */
  @Override
  public String toString() {
    return "CloudSettings[endpoint=" + endpoint + "]";
  }
}
