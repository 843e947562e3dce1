package io.rollbackworker.cloud.auth;

/** A request's body whose bytes can be signed without writing it. */
public interface SignedBody {
  byte[] bytes();
}
