package io.rollbackworker.cloud.auth;

import io.rollbackworker.command.ProjectId;
import io.rollbackworker.rollback.Time;
import okhttp3.OkHttpClient;

/** Makes the authentication that a project's settings ask for. */
public final class Authentications {
  private final IamClient iam;
  private final Time time;

  /**
   * @param client for requests to IAM
   */
  public Authentications(OkHttpClient client, Time time) {
    this.iam = new IamClient(client, time);
    this.time = time;
  }

  public Authentication of(AuthSettings settings, ProjectId project) {
    return switch (settings) {
      case AuthSettings.None none -> Authentication.NONE;
      case AuthSettings.FixedToken(var token) -> new FixedToken(token);
      case AuthSettings.AccessKey keys -> new AccessKey(keys, project, time);
      case AuthSettings.Password password -> new IamToken(iam, password, project, time);
    };
  }
}
