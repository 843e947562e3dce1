package io.rollbackworker.cloud;

import io.rollbackworker.command.VolumeId;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.rollback.CrashPoints;
import io.rollbackworker.rollback.EffectResult;
import io.rollbackworker.rollback.SendPermit;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.Authenticator;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;

/**
 * The one request that changes something, through a client that does not send twice. OkHttp by
 * itself re-sends after a lost connection, on redirects, on 401, 408, 421 and 503; each of these is
 * switched off here, and the permit gate stands behind them all. Thread-safe.
 */
final class RollbackCall {
  private static final MediaType JSON = MediaType.get("application/json;charset=UTF-8");
  private static final int MAX_BODY_BYTES = 64 << 10;
  private final OkHttpClient client;
  private final CrashPoints points;

  RollbackCall(CloudSettings settings, CrashPoints points) {
    this.points = points;
    client =
        new OkHttpClient.Builder()
            .retryOnConnectionFailure(false) // also stops repeats after 408 and 503
            .followRedirects(false)
            .followSslRedirects(false)
            .authenticator(Authenticator.NONE)
            .proxyAuthenticator(Authenticator.NONE)
            .cookieJar(CookieJar.NO_COOKIES)
            .protocols(List.of(Protocol.HTTP_1_1)) // HTTP/2 repeats refused streams
            .connectionPool(new ConnectionPool(0, 1, TimeUnit.NANOSECONDS)) // one request each
            .connectTimeout(settings.connectTimeout())
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            .callTimeout(settings.requestTimeout())
            .addNetworkInterceptor(new SendTrace.PermitGate())
            .eventListenerFactory(call -> new SendTrace.Listener())
            .build();
  }

  EffectResult send(HttpUrl url, Request.Builder headers, VolumeId volume, SendPermit permit) {
    SendTrace trace = new SendTrace(permit, points);
    Request request =
        headers
            .url(url)
            .header("Connection", "close")
            .header("X-Rollback-Permit", permit.permit().id())
            .tag(SendTrace.class, trace)
            .post(new OneShotBody(Wire.rollbackRequest(volume), trace))
            .build();
    try (Response response = client.newCall(request).execute()) {
      // The status line decides; a 202 whose body is lost is still a 202.
      return response.code() == 202
          ? new EffectResult.Taken(response.header("X-Request-Id"))
          : Classification.ofRollback(
              ErrorBody.read(response.code(), body(response), response.header("X-Request-Id")));
    } catch (SendTrace.PermitGone e) {
      // After the first byte it means that the client came a second time: the first may have taken
      // effect.
      return trace.isStarted() ? unknown(e) : new EffectResult.PermitGone();
    } catch (IOException e) {
      return trace.isStarted() ? unknown(e) : notSent(e);
    }
  }

  private static byte[] body(Response response) {
    try {
      return response.peekBody(MAX_BODY_BYTES).bytes();
    } catch (IOException e) {
      return new byte[0]; // The status is known, the details are lost.
    }
  }

  private static EffectResult notSent(IOException e) {
    return new EffectResult.NotSent(
        OutcomeError.of(
            ErrorCode.CLOUD_UNAVAILABLE,
            "Expected to reach the cloud, but the request could not be sent: " + e + "."));
  }

  private static EffectResult unknown(IOException e) {
    return new EffectResult.Unknown("its answer was lost: " + e, null);
  }

  /** Can be written once: OkHttp never repeats a request with such a body. */
  private static final class OneShotBody extends RequestBody {
    private final byte[] bytes;
    private final SendTrace trace;

    OneShotBody(byte[] bytes, SendTrace trace) {
      this.bytes = bytes;
      this.trace = trace;
    }

    @Override
    public MediaType contentType() {
      return JSON;
    }

    @Override
    public long contentLength() {
      return bytes.length;
    }

    @Override
    public boolean isOneShot() {
      return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      sink.write(bytes);
      sink.flush();
      trace.sent();
    }
  }
}
