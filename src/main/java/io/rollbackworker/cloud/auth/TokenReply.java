package io.rollbackworker.cloud.auth;

import io.rollbackworker.disk.Reading;

/** What came of asking IAM for a token. */
sealed interface TokenReply {
  record Given(Token token) implements TokenReply {}

  record Not(Reading why) implements TokenReply {}
}
