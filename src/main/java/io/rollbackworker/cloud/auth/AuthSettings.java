package io.rollbackworker.cloud.auth;

import io.rollbackworker.config.SecretSource;
import java.net.URI;

/** How a project's requests say who sends them. */
public sealed interface AuthSettings {
  /** They do not. */
  record None() implements AuthSettings {}

  /** A token that somebody else fetches. */
  record FixedToken(SecretSource token) implements AuthSettings {}

  /**
   * Signed requests.
   *
   * @param securityToken of temporary keys; empty: the keys are permanent
   */
  record AccessKey(SecretSource accessKey, SecretSource secretKey, SecretSource securityToken)
      implements AuthSettings {}

  /**
   * A token from IAM.
   *
   * @param domain the account's name
   */
  record Password(URI iamEndpoint, String domain, String user, SecretSource password)
      implements AuthSettings {}
}
