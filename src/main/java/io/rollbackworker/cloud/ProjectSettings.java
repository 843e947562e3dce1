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
public record ProjectSettings(
    Dialect dialect, URI endpoint, Paths paths, AuthSettings auth, LimitSettings limits) {

  /** Of EVS, with its usual paths. */
  public ProjectSettings(URI endpoint, AuthSettings auth, LimitSettings limits) {
    this(Dialect.EVS, endpoint, Dialect.EVS.paths(), auth, limits);
  }

  /** A project of EVS that needs nothing but an address: for the simulator. */
  public static ProjectSettings at(URI endpoint) {
    return new ProjectSettings(endpoint, new AuthSettings.None(), LimitSettings.NONE);
  }
}
