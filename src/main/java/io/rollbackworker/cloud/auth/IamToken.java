package io.rollbackworker.cloud.auth;

import io.rollbackworker.command.ProjectId;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.util.Objects;
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

  /** After a token was fetched because the cloud refused the last one, for so long no other is. */
  private static final Duration FRESH = Duration.ofSeconds(5);

  private final IamUser user;
  private final ProjectId project;
  private final Time time;
  private final ReentrantLock fetching = new ReentrantLock();

  // Written under the lock.
  private volatile @Nullable Token inHand;
  private @Nullable Long renewedAtNanos;

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
    Token token = Objects.requireNonNull(inHand, "prepare comes first");
    return request.newBuilder().header(HEADER, token.value()).build();
  }

  @Override
  public Renewal renew(Request refused) {
    fetching.lock();
    try {
      Token token = inHand;
      if (token != null && !token.value().equals(refused.header(HEADER))) {
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
      case IamClient.Reply.Given(Token token) -> {
        inHand = token;
        LOG.atInfo()
            .addKeyValue("project", project)
            .addKeyValue("expiresAt", token.expiresAt())
            .log("token fetched");
        yield Optional.empty();
      }
      case IamClient.Reply.Not(Reading why) -> Optional.of(why);
    };
  }
}
