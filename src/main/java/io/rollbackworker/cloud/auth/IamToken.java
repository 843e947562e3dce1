package io.rollbackworker.cloud.auth;

import io.rollbackworker.command.ProjectId;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.rollback.Reading;
import io.rollbackworker.rollback.Time;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A token that is fetched with a user's password, kept, and renewed ahead. One renewal at a time,
 * for all who wait. After a wrong password IAM is left alone until the password has changed, or for
 * so long as a lock lasts: more tries would lock the user.
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

  /** IAM's own lock of a user lasts so long by default. */
  private static final Duration AFTER_DENIAL = Duration.ofMinutes(15);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final IamClient iam;
  private final AuthSettings.Password settings;
  private final ProjectId project;
  private final Time time;
  private final ReentrantLock fetching = new ReentrantLock();

  // Written under the lock.
  private volatile @Nullable Token inHand;

  private @Nullable Failure failure;
  private @Nullable Instant renewedAt;

  /** A token with its times. */
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

  /** IAM is left alone until then, unless the password changes. */
  private record Failure(Reading why, String password, Duration pause, long untilNanos) {
    @Override
    public String toString() {
      return "Failure[why=" + why + "]";
    }
  }

  IamToken(IamClient iam, AuthSettings.Password settings, ProjectId project, Time time) {
    this.iam = iam;
    this.settings = settings;
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
  public boolean renew(Request refused) {
    fetching.lock();
    try {
      Token token = inHand;
      boolean other = token != null && !token.value.equals(refused.header(HEADER));
      boolean fresh = renewedAt != null && time.now().isBefore(renewedAt.plus(FRESH));
      return other || (!fresh && refetch());
    } finally {
      fetching.unlock();
    }
  }

  private boolean refetch() {
    renewedAt = time.now();
    return fetch().isEmpty();
  }

  /** Under the lock. */
  private Optional<Reading> fetch() {
    try {
      String password = settings.password().read();
      Failure last = failure;
      if (last != null && last.password.equals(password) && time.nanos() - last.untilNanos < 0) {
        return Optional.of(last.why);
      }
      return switch (iam.fetch(settings, password, project)) {
        case IamClient.Answer.Given(Token token) -> {
          inHand = token;
          failure = null;
          LOG.atInfo()
              .addKeyValue("project", project)
              .addKeyValue("expiresAt", token.expiresAt)
              .log("token fetched");
          yield Optional.empty();
        }
        case IamClient.Answer.Not(Reading why) -> {
          failure = failed(why, password, last);
          yield Optional.of(why);
        }
      };
    } catch (IOException e) {
      return Optional.of(Unreadable.reading(e));
    }
  }

  private Failure failed(Reading why, String password, @Nullable Failure last) {
    boolean denied = why instanceof Reading.Denied;
    Duration doubled = last == null ? FIRST_PAUSE : last.pause.multipliedBy(2);
    Duration pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    Duration alone = denied ? AFTER_DENIAL : pause;
    LOG.atError()
        .addKeyValue("project", project)
        .addKeyValue("pauseSeconds", alone.toSeconds())
        .log("no token: {}", message(why));
    return new Failure(why, password, pause, time.nanos() + alone.toNanos());
  }

  private static String message(Reading why) {
    return switch (why) {
      case Reading.Denied(OutcomeError error) -> error.message();
      case Reading.Unavailable(OutcomeError error) -> error.message();
      case Reading.Seen seen -> "";
    };
  }
}
