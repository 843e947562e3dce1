package io.rollbackworker.cloud.auth;

import io.rollbackworker.config.SecretSource;
import java.net.URI;

/** How a project's requests say who sends them. */
public sealed interface AuthSettings {
  record None() implements AuthSettings {}

  record FixedToken(SecretSource token) implements AuthSettings {}

  /**
   * @param securityToken of temporary keys; empty: the keys are permanent
   */
  record AccessKey(SecretSource accessKey, SecretSource secretKey, SecretSource securityToken)
      implements AuthSettings {}

  /** A token that is fetched from IAM, or from OpenStack's Keystone, which speak the same. */
  sealed interface Login extends AuthSettings {
    TokenService service();

    /** Who logs in, for people. */
    String name();

    SecretSource secret();
  }

  /**
   * Where tokens are fetched.
   *
   * @param path of the token request, for example {@code /v3/auth/tokens}
   */
  record TokenService(URI endpoint, String path) {}

  /**
   * A user with a password; the token is for the project.
   *
   * @param domain the account's name, or the user's domain
   */
  record Password(TokenService service, String domain, String name, SecretSource secret)
      implements Login {}

  /**
   * An application credential of Keystone; it belongs to one project, and so does the token.
   *
   * @param name the credential's id
   */
  record ApplicationCredential(TokenService service, String name, SecretSource secret)
      implements Login {}
}
