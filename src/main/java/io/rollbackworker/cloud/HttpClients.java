package io.rollbackworker.cloud;

import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.Authenticator;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/** The two clients: one may be used freely, the other must never send twice. */
final class HttpClients {
  /** Idle connections that are kept, over all projects. */
  private static final int KEPT = 64;

  /**
   * So long after an answer its connection may carry another rollback request: less than servers
   * keep one that is idle.
   */
  private static final int FRESH_SECONDS = 2;

  private final CloudSettings settings;
  private final Certificates certificates;

  HttpClients(CloudSettings settings) {
    this.settings = settings;
    this.certificates = new Certificates(settings.transport());
  }

  OkHttpClient forReads() {
    return builder()
        .connectTimeout(settings.connectTimeout())
        .readTimeout(Duration.ZERO)
        .writeTimeout(Duration.ZERO)
        .callTimeout(settings.readTimeout()) // Of all of it: one clock for a call is enough.
        .connectionPool(new ConnectionPool(KEPT, 1, TimeUnit.MINUTES))
        .followRedirects(false)
        .build();
  }

  private OkHttpClient.Builder builder() {
    return new OkHttpClient.Builder()
        .sslSocketFactory(certificates, certificates.now().trustManager())
        // Not the system's: what is configured is all that counts.
        .proxy(
            settings
                .transport()
                .proxy()
                .map(at -> new Proxy(Proxy.Type.HTTP, at))
                .orElse(Proxy.NO_PROXY));
  }

  /**
   * OkHttp by itself re-sends after a lost connection, on redirects, on 401, 408, 421 and 503; each
   * of these is switched off here, and the permit gate stands behind them all.
   */
  OkHttpClient forRollbacks() {
    return builder()
        .retryOnConnectionFailure(false) // also stops repeats after 408 and 503
        .followRedirects(false)
        .followSslRedirects(false)
        .authenticator(Authenticator.NONE)
        .proxyAuthenticator(Authenticator.NONE)
        .cookieJar(CookieJar.NO_COOKIES)
        .protocols(List.of(Protocol.HTTP_1_1)) // HTTP/2 repeats refused streams
        .connectionPool(new ConnectionPool(KEPT, FRESH_SECONDS, TimeUnit.SECONDS))
        .connectTimeout(settings.connectTimeout())
        .readTimeout(Duration.ZERO)
        .writeTimeout(Duration.ZERO)
        .callTimeout(settings.requestTimeout())
        .addNetworkInterceptor(new SendTrace.PermitGate())
        .eventListenerFactory(call -> new SendTrace.Listener())
        .build();
  }
}
