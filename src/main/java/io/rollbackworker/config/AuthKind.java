package io.rollbackworker.config;

/** How a worker says to the cloud who it is. */
public enum AuthKind {
  /** It does not: for the simulator. */
  NONE,
  /** A token that somebody else fetches. */
  TOKEN,
  /** Access key and secret key sign each request. */
  AKSK,
  /** A token fetched from IAM or Keystone with a user's password. */
  PASSWORD,
  /** A token fetched from Keystone with an application credential. */
  APPLICATION_CREDENTIAL
}
