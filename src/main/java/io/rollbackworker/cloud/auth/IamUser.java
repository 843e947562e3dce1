package io.rollbackworker.cloud.auth;

import io.rollbackworker.cloud.errors.Classification;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.time.Time;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One user of IAM, for all projects of this process that use it: what IAM has refused for one
 * project is not tried for another. After a wrong password IAM is left alone until the password has
 * changed, or for hours: more tries would lock the user, and each worker of the fleet tries for
 * itself. Thread-safe: one lock, held while IAM is asked.
 */
final class IamUser {
  private static final Logger LOG = LoggerFactory.getLogger(IamUser.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** Longer than IAM's own lock of a user lasts by default (15 minutes). */
  private static final Duration FIRST_AFTER_DENIAL = Duration.ofHours(1);

  private static final Duration LONGEST_AFTER_DENIAL = Duration.ofHours(24);

  private static final Optional<ProjectId> THE_USER = Optional.empty();

  private final IamClient iam;
  private final AuthSettings.Login settings;
  private final Classification errors;
  private final Time time;

  /** What IAM refused last, of the user itself or for a project; guarded by this. */
  private final Map<Optional<ProjectId>, Failure> failures = new HashMap<>();

  /** IAM is left alone until then, unless the password changes. */
  private record Failure(Reading why, String password, Duration pause, long untilNanos) {
    @Override
    public String toString() {
      return "Failure[why=" + why + "]";
    }
  }

  IamUser(IamClient iam, AuthSettings.Login settings, Classification errors, Time time) {
    this.iam = iam;
    this.settings = settings;
    this.errors = errors;
    this.time = time;
  }

  synchronized IamClient.Reply fetch(ProjectId project) {
    try {
      String password = settings.secret().read();
      failures.values().removeIf(failure -> !failure.password.equals(password));
      for (var concerned : List.of(THE_USER, Optional.of(project))) {
        Failure last = failures.get(concerned);
        if (last != null && time.nanos() - last.untilNanos < 0) {
          return new IamClient.Reply.Not(last.why);
        }
      }
      IamClient.Reply reply = iam.fetch(settings, password, project, errors);
      switch (reply) {
        case IamClient.Reply.Given given -> failures.clear();
        case IamClient.Reply.Not(Reading why) -> remember(why, password, project);
      }
      return reply;
    } catch (IOException e) {
      return new IamClient.Reply.Not(Authentication.unreadable(e));
    }
  }

  private void remember(Reading why, String password, ProjectId project) {
    var concerned = isAboutTheProject(why) ? Optional.of(project) : THE_USER;
    Failure last = failures.get(concerned);
    boolean denied = why instanceof Reading.Denied;
    Duration first = denied ? FIRST_AFTER_DENIAL : FIRST_PAUSE;
    Duration longest = denied ? LONGEST_AFTER_DENIAL : LONGEST_PAUSE;
    Duration doubled = last == null ? first : last.pause.multipliedBy(2);
    Duration atLeast = doubled.compareTo(first) < 0 ? first : doubled;
    Duration pause = atLeast.compareTo(longest) < 0 ? atLeast : longest;
    LOG.atError()
        .addKeyValue("project", project)
        .addKeyValue("pauseSeconds", pause.toSeconds())
        .log("no token: {}", message(why));
    failures.put(concerned, new Failure(why, password, pause, time.nanos() + pause.toNanos()));
  }

  /** Else it is about the user, or about IAM: other projects would meet the same. */
  private boolean isAboutTheProject(Reading why) {
    return why instanceof Reading.Denied(OutcomeError error)
        && error.cloud() != null
        && errors.isAboutTheProject(error.cloud());
  }

  private static String message(Reading why) {
    return switch (why) {
      case Reading.Denied(OutcomeError error) -> error.message();
      case Reading.Unavailable(OutcomeError error) -> error.message();
      case Reading.Seen _ -> "";
    };
  }
}
