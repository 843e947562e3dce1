package io.rollbackworker.cloud;

import io.rollbackworker.cloud.auth.Authentication;
import io.rollbackworker.cloud.limits.Breaker;
import io.rollbackworker.cloud.limits.Pushback;
import io.rollbackworker.cloud.limits.Turns;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.outcome.CloudError;
import io.rollbackworker.rollback.Time;
import io.rollbackworker.rollback.Turn;
import java.net.URI;
import java.util.Objects;
import okhttp3.HttpUrl;
import okhttp3.Response;

/** What all calls to one project share: its address, credentials, limits and breaker. */
record Access(
    ProjectId project,
    URI endpoint,
    Authentication authentication,
    Turns turns,
    Breaker breaker,
    Time time) {

  HttpUrl url(String path) {
    HttpUrl base = Objects.requireNonNull(HttpUrl.get(endpoint), "an http(s) address");
    return base.newBuilder().encodedPath(path).build();
  }

  /** Whatever the cloud said, it was not too much for it. */
  void passed(Turn.Kind kind) {
    turns.passed(kind);
  }

  /** The cloud said 429: all calls of the kind go slower from now on. */
  void throttled(Turn.Kind kind, CloudError error, Response response) {
    Pushback pushback = Pushback.of(error, response.header("Retry-After"), time.now());
    turns.throttled(kind, pushback);
  }
}
