package io.rollbackworker.cloud.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.cloud.Dialect;
import io.rollbackworker.config.SecretSource;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.SimAccess;
import io.rollbackworker.dev.simulator.SimSettings;
import io.rollbackworker.dev.simulator.Simulator;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.testing.ManualTime;
import io.rollbackworker.testing.Samples;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One project's token: fetched, kept, renewed ahead, and renewed because it was refused. */
class IamTokenTest {
  private static final SimAccess ACCESS =
      new SimAccess(
          List.of(),
          List.of(new SimAccess.User("account", "worker", "secret", List.of(SeedWorld.PROJECT))),
          Duration.ofHours(24));

  private final ManualTime time = new ManualTime(Instant.now());
  private final Simulator iam =
      Simulator.start(SimSettings.DEFAULT.withAccess(ACCESS), Clock.systemUTC());
  private final AuthSettings.Password login =
      new AuthSettings.Password(
          new AuthSettings.TokenService(iam.endpoint(), "/v3/auth/tokens"),
          "account",
          "worker",
          SecretSource.parse("secret"));
  private final IamToken token =
      new IamToken(
          new IamUser(new IamClient(new OkHttpClient(), time), login, Dialect.EVS.errors(), time),
          Samples.PROJECT,
          time);

  @AfterEach
  void stop() {
    iam.close();
  }

  @Test
  void shouldFetchOneTokenAndSignWithIt() {
    assertThat(token.prepare()).isEmpty();
    String first = signed();
    assertThat(token.prepare()).isEmpty();

    assertThat(signed()).isEqualTo(first);
    assertThat(iam.tokens().asked()).isEqualTo(1);
  }

  @Test
  void shouldRenewAheadAndGoOnWithTheOldOneWhereIamIsOut() {
    assertThat(token.prepare()).isEmpty();
    String first = signed();
    time.advance(Duration.ofHours(23).plusMinutes(30));
    iam.goOut();

    assertThat(token.prepare()).isEmpty(); // It is good for half an hour more.
    assertThat(signed()).isEqualTo(first);

    time.advance(Duration.ofHours(1));
    assertThat(token.prepare()).containsInstanceOf(Reading.Unavailable.class);
  }

  @Test
  void shouldRenewOnceForAllWhoWereRefusedUnderTheSameToken() {
    assertThat(token.prepare()).isEmpty();
    Request refused = token.sign(request());

    assertThat(token.renew(refused)).isInstanceOf(Renewal.Renewed.class);
    assertThat(token.renew(refused)).isInstanceOf(Renewal.Renewed.class);
    assertThat(iam.tokens().asked()).isEqualTo(2);

    // The new one is refused as well: it is not the token that is wrong.
    assertThat(token.renew(token.sign(request()))).isInstanceOf(Renewal.No.class);
    assertThat(iam.tokens().asked()).isEqualTo(2);
  }

  private String signed() {
    return token.sign(request()).header(IamToken.HEADER);
  }

  private static Request request() {
    return new Request.Builder().url("http://127.0.0.1/").build();
  }
}
