package io.rollbackworker.cloud;

import io.rollbackworker.crash.CrashPoint;
import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.disk.SendPermit;
import io.rollbackworker.outcome.OutcomeError;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * What is known about the sending of one rollback request. Travels with the request as its tag;
 * written by the calling thread, which is the one that OkHttp works on in a synchronous call.
 */
final class SendTrace {
  private final SendPermit permit;
  private final Supplier<Optional<OutcomeError>> frozen;
  private final CrashPoints points;
  private boolean started;

  /**
   * @param frozen why nothing may be sent, looked at right before the socket
   */
  SendTrace(SendPermit permit, Supplier<Optional<OutcomeError>> frozen, CrashPoints points) {
    this.permit = permit;
    this.frozen = frozen;
    this.points = points;
  }

  /** Whether a byte of the request may have left. */
  boolean isStarted() {
    return started;
  }

  /** The whole request is with the operating system. */
  void sent() {
    points.reach(CrashPoint.REQUEST_SENT);
  }

  private static SendTrace of(Request request) {
    return Objects.requireNonNull(
        request.tag(SendTrace.class),
        "a rollback request without its trace: the client is misused");
  }

  /**
   * The last step before the socket: takes the permit, which is good once. So even a client that
   * tries again can hand over only one request. Nothing is sent where something has come unasked.
   */
  static final class PermitGate implements Interceptor {
    private static final int BRIEFLY_MS = 1;

    @Override
    public Response intercept(Chain chain) throws IOException {
      SendTrace trace = of(chain.request());
      if (!isSilent(Objects.requireNonNull(chain.connection()).socket())) {
        throw new Stale();
      }
      Optional<OutcomeError> frozen = trace.frozen.get();
      if (frozen.isPresent()) {
        trace.permit.burn();
        throw new Frozen(frozen.get());
      }
      if (!trace.permit.take()) {
        throw new PermitGone();
      }
      trace.points.reach(CrashPoint.PERMIT_TAKEN);
      return chain.proceed(chain.request());
    }

    /**
     * Neither its end nor a byte has come since the last answer. OkHttp itself looks only at what
     * was idle for ten seconds (RealConnection.isHealthy), and takes a byte for a good sign.
     */
    private static boolean isSilent(Socket socket) throws IOException {
      int before = socket.getSoTimeout();
      socket.setSoTimeout(BRIEFLY_MS);
      try {
        var _ = socket.getInputStream().read();
        return false;
      } catch (SocketTimeoutException e) {
        return true;
      } catch (IOException e) {
        return false; // Reset.
      } finally {
        socket.setSoTimeout(before);
      }
    }
  }

  /** The permit was used or burned, or its life or the deadline is over. */
  static final class PermitGone extends IOException {
    private static final long serialVersionUID = 1L;

    PermitGone() {
      super("the permit to send is no longer good");
    }
  }

  /** The connection is over, or says what nobody asked; nothing was sent on it. */
  static final class Stale extends IOException {
    private static final long serialVersionUID = 1L;

    Stale() {
      super("the connection is no longer good");
    }
  }

  static final class Frozen extends IOException {
    private static final long serialVersionUID = 1L;
    private final transient OutcomeError error;

    Frozen(OutcomeError error) {
      super(error.message());
      this.error = error;
    }

    OutcomeError error() {
      return error;
    }
  }

  /** Notes when the request's first byte is about to be written. */
  static final class Listener extends EventListener {
    @Override
    public void requestHeadersStart(Call call) {
      of(call.request()).started = true;
    }
  }
}
