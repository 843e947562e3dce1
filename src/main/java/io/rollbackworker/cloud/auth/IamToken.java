package io.rollbackworker.cloud.auth;

import io.rollbackworker.command.ProjectId;
import io.rollbackworker.rollback.Reading;
import io.rollbackworker.rollback.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A project's token, fetched with a user's password, kept, and renewed ahead. One renewal at a
 * time, for all who wait. Thread-safe.
 */
final class IamToken implements Authentication {
  static final String HEADER = "X-Auth-Token";
  private static final Logger LOG = LoggerFactory.getLogger(IamToken.class);

  /** Renewed when less than this part of its life is left, */
  private static final int RENEW_PART = 5;

  /** but not earlier than this before its end. */
  private static final Duration RENEW_AHEAD = Duration.ofHours(1);

  /** After a token was fetched because the cloud refused the last one, for so long no other is. */
  private static final Duration FRESH = Duration.ofSeconds(5);

  private final IamUser user;
  private final ProjectId project;
  private final Time time;
  private final ReentrantLock fetching = new ReentrantLock();

  // Written under the lock.
  private volatile @Nullable Token inHand;
  private @Nullable Long renewedAtNanos;

  /** A token with its times, by IAM's clock the last one. */
  record Token(String value, Instant fetchedAt, Instant expiresAt) {
    boolean isGood(Instant now) {
      return now.isBefore(expiresAt);
    }

    boolean isDue(Instant now) {
      Duration part = Duration.between(fetchedAt, expiresAt).dividedBy(RENEW_PART);
      Duration ahead = part.compareTo(RENEW_AHEAD) < 0 ? part : RENEW_AHEAD;
      return !now.isBefore(expiresAt.minus(ahead));
    }

    @Override
    public String toString() {
      return "Token[expiresAt=" + expiresAt + "]";
    }
  }

  IamToken(IamUser user, ProjectId project, Time time) {
    this.user = user;
    this.project = project;
    this.time = time;
  }

  @Override
  public Optional<Reading> prepare() {
    Token token = inHand;
    if (token == null || !token.isGood(time.now())) {
      fetching.lock();
      try {
        token = inHand; // Somebody may have been quicker.
        return token != null && token.isGood(time.now()) ? Optional.empty() : fetch();
      } finally {
        fetching.unlock();
      }
    }
    if (token.isDue(time.now()) && fetching.tryLock()) {
      try {
        var _ = fetch(); // The old one is good for a while.
      } finally {
        fetching.unlock();
      }
    }
    return Optional.empty();
  }

  @Override
  public Request sign(Request request) {
    Token token = inHand;
    if (token == null) {
      throw new IllegalStateException("prepare comes first");
    }
    return request.newBuilder().header(HEADER, token.value).build();
  }

  @Override
  public Renewal renew(Request refused) {
    fetching.lock();
    try {
      Token token = inHand;
      if (token != null && !token.value.equals(refused.header(HEADER))) {
        return new Renewal.Renewed(); // Somebody was quicker.
      }
      return isFresh() ? new Renewal.No() : refetch();
    } finally {
      fetching.unlock();
    }
  }

  private boolean isFresh() {
    return renewedAtNanos != null && time.nanos() - renewedAtNanos < FRESH.toNanos();
  }

  private Renewal refetch() {
    Optional<Reading> failed = fetch();
    if (failed.isEmpty()) {
      renewedAtNanos = time.nanos();
      return new Renewal.Renewed();
    }
    return failed.get() instanceof Reading.Unavailable
        ? new Renewal.Later(failed.get())
        : new Renewal.No();
  }

  /** Under the lock. */
  private Optional<Reading> fetch() {
    return switch (user.fetch(project)) {
      case IamClient.Answer.Given(Token token) -> {
        inHand = token;
        LOG.atInfo()
            .addKeyValue("project", project)
            .addKeyValue("expiresAt", token.expiresAt)
            .log("token fetched");
        yield Optional.empty();
      }
      case IamClient.Answer.Not(Reading why) -> Optional.of(why);
    };
  }
}
