package io.rollbackworker.policy;

/** The policy in force. Thread-safe. */
public interface Policies {
  Policies NONE = () -> Policy.OPEN;

  Policy now();
}
