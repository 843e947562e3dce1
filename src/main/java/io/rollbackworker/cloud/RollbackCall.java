package io.rollbackworker.cloud;

import io.rollbackworker.cloud.auth.Renewal;
import io.rollbackworker.cloud.errors.ErrorBody;
import io.rollbackworker.cloud.errors.Trouble;
import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.disk.EffectResult;
import io.rollbackworker.disk.Freezes;
import io.rollbackworker.disk.SendPermit;
import io.rollbackworker.disk.Turn;
import io.rollbackworker.outcome.CloudError;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import java.io.IOException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSink;

/** The one request that changes something, sent at most once. Thread-safe. */
final class RollbackCall {
  private static final int MAX_BODY_BYTES = 64 << 10;

  private final OkHttpClient client;
  private final Access access;
  private final Freezes freezes;
  private final CrashPoints points;

  /**
   * @param client one that never sends twice
   * @param freezes looked at once more right before the socket
   */
  RollbackCall(OkHttpClient client, Access access, Freezes freezes, CrashPoints points) {
    this.client = client;
    this.access = access;
    this.freezes = freezes;
    this.points = points;
  }

  /** With the credentials that the look before it used; signed once. */
  EffectResult send(String path, byte[] body, SendPermit permit) {
    SendTrace trace = new SendTrace(permit, () -> freezes.of(access.project()), points);
    Request.Builder named = access.request(path).tag(SendTrace.class, trace);
    access.dialect().permitHeaders(permit.permit().id()).forEach(named::header);
    Request request =
        access.authentication().sign(named.post(new OneShotBody(body, trace)).build());
    EffectResult result = call(request, trace);
    return result instanceof EffectResult.RefusedBeforeExecution refused
        ? renewed(refused, request)
        : result;
  }

  /** With other credentials it may be taken: then the command goes on. */
  private EffectResult renewed(EffectResult.RefusedBeforeExecution refused, Request request) {
    boolean unauthenticated = refused.error().code() == ErrorCode.CLOUD_UNAUTHENTICATED;
    return unauthenticated && !(access.authentication().renew(request) instanceof Renewal.No)
        ? new EffectResult.RefusedBeforeExecution(refused.error(), true)
        : refused;
  }

  private EffectResult call(Request request, SendTrace trace) {
    try (Response response = execute(request)) {
      String requestId = Access.requestId(response);
      // The status line decides; a 202 whose body is another one, or lost, is still a 202.
      if (response.code() == 202) {
        access.granted(Turn.Kind.ROLLBACK);
        return new EffectResult.Taken(requestId);
      }
      CloudError error = ErrorBody.read(response.code(), body(response), requestId);
      access.refused(Turn.Kind.ROLLBACK, error, response);
      return access.dialect().errors().ofRollback(error);
    } catch (SendTrace.Frozen e) {
      return trace.isStarted() ? unknown(e) : new EffectResult.NotSent(e.error());
    } catch (SendTrace.PermitGone e) {
      // After the first byte it means that the client came a second time: the first may have taken
      // effect.
      return trace.isStarted() ? unknown(e) : new EffectResult.PermitGone();
    } catch (IOException e) {
      access.lost(Turn.Kind.ROLLBACK, e);
      return trace.isStarted() ? unknown(e) : notSent(e);
    }
  }

  /** Where a kept connection proves stale before anything is sent, on a new one. */
  private Response execute(Request request) throws IOException {
    try {
      return client.newCall(request).execute();
    } catch (SendTrace.Stale e) {
      client.connectionPool().evictAll();
      return client.newCall(request).execute();
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
            "Expected to reach the cloud, but the request could not be sent: "
                + Trouble.words(e)
                + "."));
  }

  private static EffectResult unknown(IOException e) {
    return new EffectResult.Unknown("its answer was lost: " + Trouble.words(e), null);
  }

  /** Can be written once: OkHttp never repeats a request with such a body. */
  private static final class OneShotBody extends JsonBody {
    private final SendTrace trace;

    OneShotBody(byte[] bytes, SendTrace trace) {
      super(bytes);
      this.trace = trace;
    }

    @Override
    public boolean isOneShot() {
      return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      super.writeTo(sink);
      sink.flush();
      trace.sent();
    }
  }
}
