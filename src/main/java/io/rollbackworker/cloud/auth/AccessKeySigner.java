package io.rollbackworker.cloud.auth;

import io.rollbackworker.command.ProjectId;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.time.Time;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/** Signs each request with access key and secret key. */
final class AccessKeySigner implements Authentication {
  private static final String PERMIT = "X-Rollback-Permit";

  private final AuthSettings.AccessKey settings;
  private final ProjectId project;
  private final Time time;
  private volatile @Nullable Keys inHand;

  private record Keys(String accessKey, String secretKey, String securityToken) {
    @Override
    public String toString() {
      return "Keys[not shown]";
    }
  }

  AccessKeySigner(AuthSettings.AccessKey settings, ProjectId project, Time time) {
    this.settings = settings;
    this.project = project;
    this.time = time;
  }

  @Override
  public Optional<Reading> prepare() {
    try {
      inHand =
          new Keys(
              settings.accessKey().read(),
              settings.secretKey().read(),
              settings.securityToken().read());
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(Authentication.unreadable(e));
    }
  }

  @Override
  public Request sign(Request request) {
    Keys keys = Objects.requireNonNull(inHand, "prepare comes first");
    String date = Signature.date(time.now());
    Map<String, String> signed = new TreeMap<>();
    signed.put("Host", host(request.url()));
    signed.put("X-Sdk-Date", date);
    signed.put("X-Project-Id", project.value());
    if (!keys.securityToken.isEmpty()) {
      signed.put("X-Security-Token", keys.securityToken);
    }
    String permit = request.header(PERMIT);
    if (permit != null) {
      signed.put(PERMIT, permit);
    }
    String authorization =
        new Signature(keys.accessKey, keys.secretKey)
            .authorization(
                request.method(),
                request.url().encodedPath(),
                request.url().encodedQuery(),
                signed,
                body(request.body()));
    Request.Builder complete = request.newBuilder().tag(Keys.class, keys);
    signed.forEach(complete::header);
    return complete.header("Authorization", authorization).build();
  }

  @Override
  public Renewal renew(Request refused) {
    Keys used = refused.tag(Keys.class);
    return prepare()
        .<Renewal>map(Renewal.Later::new)
        .orElseGet(() -> Renewal.when(inHand != null && !inHand.equals(used)));
  }

  /** As OkHttp sends it: without the scheme's own port. */
  private static String host(HttpUrl url) {
    boolean usual = url.port() == HttpUrl.defaultPort(url.scheme());
    return usual ? url.host() : url.host() + ":" + url.port();
  }

  private static byte[] body(@Nullable RequestBody body) {
    if (body == null) {
      return new byte[0];
    }
    if (!(body instanceof SignedBody known)) {
      throw new IllegalArgumentException("a body that is signed must be in memory");
    }
    return known.bytes();
  }
}
