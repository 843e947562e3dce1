package io.rollbackworker.cloud;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.rollbackworker.outcome.CloudError;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.rollback.Reading;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Reads one object, and repeats that a few times where the cloud is only shortly unable.
 * Thread-safe.
 */
final class ReadCall {
  private static final int MAX_BODY_BYTES = 256 << 10;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final OkHttpClient client;
  private final Retry retry;

  /** How a body becomes an object. */
  interface Parser<T> {
    T parse(byte[] body) throws IOException;
  }

  /** What one read brought. */
  sealed interface Answer<T> {
    record Found<T>(T object) implements Answer<T> {}

    record Missing<T>() implements Answer<T> {}

    record Failed<T>(Reading reading) implements Answer<T> {}
  }

  ReadCall(CloudSettings settings) {
    client =
        new OkHttpClient.Builder()
            .connectTimeout(settings.connectTimeout())
            .callTimeout(settings.readTimeout())
            .connectionPool(new ConnectionPool(settings.maxConcurrentCalls(), 1, TimeUnit.MINUTES))
            .followRedirects(false)
            .build();
    retry =
        Retry.of(
            "cloud-read",
            RetryConfig.<Answer<?>>custom()
                .maxAttempts(settings.readAttempts())
                .retryOnResult(ReadCall::isShortlyUnable)
                .intervalFunction(
                    IntervalFunction.ofExponentialRandomBackoff(
                        FIRST_PAUSE, 2.0, 0.5, LONGEST_PAUSE))
                .build());
  }

  /** A throttled read is not repeated here: the caller waits for the window. */
  private static boolean isShortlyUnable(Answer<?> answer) {
    return answer
            instanceof Answer.Failed<?>(Reading.Unavailable(OutcomeError error, Duration pause))
        && error.code() == ErrorCode.CLOUD_UNAVAILABLE;
  }

  <T> Answer<T> read(HttpUrl url, Request.Builder headers, String asked, Parser<T> parser) {
    Request request = headers.url(url).get().build();
    return retry.executeSupplier(() -> once(request, asked, parser));
  }

  private <T> Answer<T> once(Request request, String asked, Parser<T> parser) {
    try (Response response = client.newCall(request).execute()) {
      byte[] body = response.peekBody(MAX_BODY_BYTES).bytes();
      if (response.code() == 200) {
        return new Answer.Found<>(parser.parse(body));
      }
      CloudError error = ErrorBody.read(response.code(), body, response.header("X-Request-Id"));
      return Classification.isMissing(error)
          ? new Answer.Missing<>()
          : new Answer.Failed<>(Classification.ofRead(error, asked));
    } catch (IOException e) {
      OutcomeError error =
          OutcomeError.of(
              ErrorCode.CLOUD_UNAVAILABLE,
              "Expected the cloud to show " + asked + ", but: " + e + ".");
      return new Answer.Failed<>(new Reading.Unavailable(error, Duration.ZERO));
    }
  }
}
