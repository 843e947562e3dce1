package io.rollbackworker.dev.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The simulated IAM's users and their tokens. Five wrong passwords in a row lock a user for 15
 * minutes, as IAM does by default. Thread-safe.
 */
public final class Tokens {
  private static final int TRIES = 5;
  private static final Duration LOCK = Duration.ofMinutes(15);

  private final SimAccess access;
  private final Clock clock;
  private final Map<String, Token> given = new HashMap<>();
  private final Map<String, Integer> wrong = new HashMap<>();
  private final Map<String, Instant> lockedUntil = new HashMap<>();
  private int asked;

  record Token(String value, String projectId, Instant expiresAt) {}

  Tokens(SimAccess access, Clock clock) {
    this.access = access;
    this.clock = clock;
  }

  synchronized Token give(String domain, String name, String password, String projectId)
      throws Refusal {
    asked++;
    Instant now = clock.instant();
    SimAccess.User user =
        access.users().stream()
            .filter(one -> one.name().equals(name) && one.domain().equals(domain))
            .findFirst()
            .orElseThrow(() -> new Refusal(401, "IAM.0001", "The username or domain is wrong."));
    if (now.isBefore(lockedUntil.getOrDefault(name, Instant.MIN))) {
      throw new Refusal(401, "IAM.0061", "The account is locked.");
    }
    if (!password.equals(user.password())) {
      if (wrong.merge(name, 1, Integer::sum) >= TRIES) {
        lockedUntil.put(name, now.plus(LOCK));
        wrong.remove(name);
      }
      throw new Refusal(401, "IAM.0062", "The username or password is wrong.");
    }
    wrong.remove(name);
    if (!user.projectIds().contains(projectId)) {
      throw new Refusal(404, "IAM.0004", "Could not find project " + projectId + ".");
    }
    Token token = new Token("MII" + UUID.randomUUID(), projectId, now.plus(access.tokenLife()));
    given.put(token.value(), token);
    return token;
  }

  /** To an application credential: a user of a domain of its own, for its one project. */
  synchronized Token give(String credential, String secret) throws Refusal {
    String project =
        access.users().stream()
            .filter(one -> one.name().equals(credential))
            .map(one -> one.projectIds().getFirst())
            .findFirst()
            .orElse("");
    return give(SimAccess.APPLICATION_CREDENTIALS, credential, secret, project);
  }

  synchronized void check(String value, String projectId) throws Refusal {
    Token token = given.get(value);
    if (token == null) {
      throw new Refusal(
          401, "APIGW.0301", "Incorrect IAM authentication information: decrypt token fail");
    }
    if (!clock.instant().isBefore(token.expiresAt())) {
      throw new Refusal(401, "APIGW.0307", "The token must be updated.");
    }
    if (!token.projectId().equals(projectId)) {
      throw new Refusal(
          400, "Common.0018", "The tenant id in the URL does not match that of the token.");
    }
  }

  /** All tokens that were given expire now, as after a change of the user's permissions. */
  public synchronized void expireAll() {
    given.replaceAll((value, token) -> new Token(value, token.projectId(), clock.instant()));
  }

  /** How often a token was asked for, with success or not. */
  public synchronized int asked() {
    return asked;
  }
}
