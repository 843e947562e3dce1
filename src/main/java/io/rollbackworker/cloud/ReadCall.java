package io.rollbackworker.cloud;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.rollbackworker.cloud.auth.Renewal;
import io.rollbackworker.cloud.errors.Classification;
import io.rollbackworker.cloud.errors.ErrorBody;
import io.rollbackworker.cloud.errors.Trouble;
import io.rollbackworker.cloud.limits.RetryBudget;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.disk.Turn;
import io.rollbackworker.outcome.CloudError;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Reads one object. Repeats that a few times where the cloud is only shortly unable, within the
 * budget for repeats and the deadline; and once with renewed credentials. Thread-safe.
 */
final class ReadCall {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final IntervalFunction PAUSES =
      IntervalFunction.ofExponentialRandomBackoff(FIRST_PAUSE, 2.0, 0.5, LONGEST_PAUSE);

  private final OkHttpClient client;
  private final int attempts;
  private final RetryBudget budget;
  private final Access access;

  interface Parser<T> {
    T parse(byte[] body) throws IOException;
  }

  sealed interface Read<T> {
    record Found<T>(T object) implements Read<T> {}

    record Missing<T>() implements Read<T> {}

    record Failed<T>(Reading reading) implements Read<T> {}
  }

  /**
   * @param asked what, for people
   * @param maxBytes so much of the answer is read
   */
  record Question<T>(String path, String asked, int maxBytes, Parser<T> parser) {
    private static final int OF_AN_OBJECT = 256 << 10;

    /** For one object. */
    Question(String path, String asked, Parser<T> parser) {
      this(path, asked, OF_AN_OBJECT, parser);
    }
  }

  ReadCall(OkHttpClient client, CloudSettings settings, Access access) {
    this.client = client;
    this.attempts = settings.readAttempts();
    this.budget = new RetryBudget(settings.retryPercent());
    this.access = access;
  }

  <T> Read<T> read(Question<T> question, Instant deadline) {
    budget.called();
    // The library asks the predicates after the last attempt too: they only ask, and a repeat is
    // counted when it is made.
    Retry retry =
        Retry.of(
            "cloud-read",
            RetryConfig.<Read<T>>custom()
                .maxAttempts(attempts)
                .retryOnResult(answer -> isShortlyUnable(answer) && mayRepeat(deadline))
                .retryOnException(e -> e instanceof IOException && mayRepeat(deadline))
                .intervalFunction(PAUSES)
                .build());
    retry.getEventPublisher().onRetry(event -> repeated());
    try {
      return retry.executeCallable(() -> ask(question));
    } catch (IOException e) {
      OutcomeError error =
          OutcomeError.of(
              ErrorCode.CLOUD_UNAVAILABLE,
              "Expected the cloud to show " + question.asked + ", but " + Trouble.words(e) + ".");
      return new Read.Failed<>(new Reading.Unavailable(error));
    } catch (Exception e) {
      throw new IllegalStateException("a read fails only by input and output", e);
    }
  }

  /** A throttled read is not repeated here: it waits for another turn. */
  private static boolean isShortlyUnable(Read<?> answer) {
    return answer instanceof Read.Failed<?>(Reading.Unavailable(OutcomeError error))
        && error.code() == ErrorCode.CLOUD_UNAVAILABLE;
  }

  private boolean mayRepeat(Instant deadline) {
    boolean inTime = access.time().now().plus(LONGEST_PAUSE).isBefore(deadline);
    return inTime && !access.breaker().isTrying() && budget.hasLeft();
  }

  private void repeated() {
    budget.repeated();
    access.turns().repeated();
  }

  private <T> Read<T> ask(Question<T> question) throws IOException {
    Optional<Reading> noCredentials = access.authentication().prepare();
    if (noCredentials.isPresent()) {
      return new Read.Failed<>(noCredentials.get());
    }
    Request request = signed(question);
    Read<T> answer = once(request, question);
    if (!isUnauthenticated(answer)) {
      return answer;
    }
    return switch (access.authentication().renew(request)) {
      case Renewal.Renewed() -> once(signed(question), question);
      case Renewal.Later(Reading why) -> new Read.Failed<>(why);
      case Renewal.No() -> answer;
    };
  }

  private Request signed(Question<?> question) {
    return access.authentication().sign(access.request(question.path).build());
  }

  private static boolean isUnauthenticated(Read<?> answer) {
    return answer instanceof Read.Failed<?>(Reading.Denied(OutcomeError error))
        && error.code() == ErrorCode.CLOUD_UNAUTHENTICATED;
  }

  private <T> Read<T> once(Request request, Question<T> question) throws IOException {
    try (Response response = client.newCall(request).execute()) {
      byte[] body = response.peekBody(question.maxBytes).bytes();
      if (response.code() == 200) {
        T object = question.parser.parse(body);
        access.granted(Turn.Kind.LOOK);
        return new Read.Found<>(object);
      }
      CloudError error = ErrorBody.read(response.code(), body, Access.requestId(response));
      access.refused(Turn.Kind.LOOK, error, response);
      return errors().isMissing(error)
          ? new Read.Missing<>()
          : new Read.Failed<>(errors().ofRead(error, question.asked));
    } catch (IOException e) {
      access.lost(Turn.Kind.LOOK, e);
      throw e;
    }
  }

  private Classification errors() {
    return access.dialect().errors();
  }
}
