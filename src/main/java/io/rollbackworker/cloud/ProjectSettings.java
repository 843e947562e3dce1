package io.rollbackworker.cloud;

import io.rollbackworker.cloud.auth.AuthSettings;
import io.rollbackworker.cloud.limits.LimitSettings;
import java.net.URI;

/**
 * One project's cloud.
 *
 * @param endpoint scheme, host and port, for example {@code
 *     https://evs.cn-north-4.myhuaweicloud.com}
 */
public record ProjectSettings(URI endpoint, Paths paths, AuthSettings auth, LimitSettings limits) {

  /** A project that needs nothing but an address: for the simulator. */
  public static ProjectSettings at(URI endpoint) {
    return new ProjectSettings(
        endpoint, Paths.DEFAULT, new AuthSettings.None(), LimitSettings.NONE);
  }
}
