package io.rollbackworker.cloud.auth;

import io.rollbackworker.cloud.errors.Classification;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.time.Time;
import java.util.HashMap;
import java.util.Map;
import okhttp3.OkHttpClient;

/** Makes the authentication that a project's settings ask for. Not thread-safe. */
public final class Authentications {
  private final IamClient iam;
  private final Time time;
  private final Map<AuthSettings.Login, IamUser> users = new HashMap<>();

  public Authentications(OkHttpClient client, Time time) {
    this.iam = new IamClient(client, time);
    this.time = time;
  }

  public Authentication of(AuthSettings settings, ProjectId project, Classification errors) {
    return switch (settings) {
      case AuthSettings.None none -> Authentication.NONE;
      case AuthSettings.FixedToken(var token) -> new TokenHeader(token);
      case AuthSettings.AccessKey keys -> new AccessKeySigner(keys, project, time);
      case AuthSettings.Login login ->
          new IamToken(
              users.computeIfAbsent(login, any -> new IamUser(iam, login, errors, time)),
              project,
              time);
    };
  }
}
