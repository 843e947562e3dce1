package io.rollbackworker.cloud;

import io.rollbackworker.cloud.auth.Authentication;
import io.rollbackworker.cloud.errors.Trouble;
import io.rollbackworker.cloud.limits.Breaker;
import io.rollbackworker.cloud.limits.Pushback;
import io.rollbackworker.cloud.limits.Turns;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.disk.Turn;
import io.rollbackworker.outcome.CloudError;
import io.rollbackworker.time.Time;
import java.io.IOException;
import java.util.Objects;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** What all calls to one project share: its address, credentials, limits and breaker. */
record Access(
    ProjectId project,
    Dialect dialect,
    Paths paths,
    HttpUrl endpoint,
    Authentication authentication,
    Turns turns,
    Breaker breaker,
    Time time) {
  private static final int MAX_REQUEST_ID_CHARS = 200;

  /** A request as all of them begin; not signed. */
  Request.Builder request(String pathAndQuery) {
    return request(endpoint, dialect, pathAndQuery);
  }

  static Request.Builder request(HttpUrl endpoint, Dialect dialect, String pathAndQuery) {
    HttpUrl url = Objects.requireNonNull(endpoint.resolve(pathAndQuery), "a path of the API");
    Request.Builder request = new Request.Builder().url(url).header("Accept", "application/json");
    dialect.headers().forEach(request::header);
    return request;
  }

  /**
   * What the cloud's own log calls the request; null where it does not say. In a form that fits
   * into outcomes and evidence, whatever the cloud sent.
   */
  static @Nullable String requestId(Response response) {
    String id = response.header("X-Request-Id", response.header("X-Openstack-Request-Id"));
    if (id == null || id.isBlank()) {
      return null;
    }
    String printable = id.replaceAll("[^ -~]", "?");
    return printable.substring(0, Math.min(printable.length(), MAX_REQUEST_ID_CHARS));
  }

  /** The cloud did what was asked: limits and breaker hear of it. */
  void granted(Turn.Kind kind) {
    turns.passed(kind);
    breaker.answered(kind);
  }

  /**
   * The cloud did not do what was asked. If it was too much for it, all calls of the kind go slower
   * from now on; if it was unable to, it may be out.
   */
  void refused(Turn.Kind kind, CloudError error, Response response) {
    if (dialect.errors().isThrottled(error)) {
      turns.throttled(kind, Pushback.of(error, response.header("Retry-After"), time.now()));
    } else {
      turns.passed(kind);
    }
    if (dialect.errors().isUnable(error)) {
      breaker.failed(kind, error.summary());
    } else {
      breaker.answered(kind);
    }
  }

  void lost(Turn.Kind kind, IOException how) {
    Trouble.log(how);
    breaker.failed(kind, Trouble.words(how));
  }
}
