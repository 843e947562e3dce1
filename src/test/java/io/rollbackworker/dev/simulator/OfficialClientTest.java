package io.rollbackworker.dev.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.exception.ClientRequestException;
import com.huaweicloud.sdk.core.exception.ServiceResponseException;
import com.huaweicloud.sdk.core.http.HttpConfig;
import com.huaweicloud.sdk.evs.v2.EvsClient;
import com.huaweicloud.sdk.evs.v2.model.RollbackSnapshotOption;
import com.huaweicloud.sdk.evs.v2.model.RollbackSnapshotRequest;
import com.huaweicloud.sdk.evs.v2.model.RollbackSnapshotRequestBody;
import com.huaweicloud.sdk.evs.v2.model.ShowSnapshotRequest;
import com.huaweicloud.sdk.evs.v2.model.ShowVolumeRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The official SDK's client against the simulator: what the cloud's own client accepts is right.
 */
class OfficialClientTest {
  private static final String KEY = "AKEXAMPLE0000000001";
  private static final String SECRET = "sk-example-not-a-real-secret";
  private final SimAccess access =
      new SimAccess(
          List.of(
              new SimAccess.Key(KEY, SECRET, null, SeedWorld.PROJECT),
              new SimAccess.Key("AKTEMPORARY00000001", SECRET, "sts-token", SeedWorld.PROJECT)),
          List.of(),
          Duration.ofHours(24));
  private Clock clock = Clock.systemUTC();
  private Simulator cloud = start();

  private Simulator start() {
    Simulator started = Simulator.start(SimSettings.DEFAULT.withAccess(access), clock);
    SeedWorld.fill(started.world(), 0);
    return started;
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void shouldServeTheThreeCallsToTheOfficialClient() {
    EvsClient client = client(new BasicCredentials().withAk(KEY).withSk(SECRET));

    var snapshot = client.showSnapshot(snapshotRequest()).getSnapshot();
    assertThat(snapshot.getStatus()).isEqualTo("available");
    assertThat(snapshot.getVolumeId()).isEqualTo(SeedWorld.VOLUME);
    var volume =
        client.showVolume(new ShowVolumeRequest().withVolumeId(SeedWorld.VOLUME)).getVolume();
    assertThat(volume.getStatus()).isEqualTo("available");
    var rollback =
        client.rollbackSnapshot(
            new RollbackSnapshotRequest()
                .withSnapshotId(SeedWorld.SNAPSHOT)
                .withBody(
                    new RollbackSnapshotRequestBody()
                        .withRollback(
                            new RollbackSnapshotOption().withVolumeId(SeedWorld.VOLUME))));
    assertThat(rollback.getHttpStatusCode()).isEqualTo(202);
    assertThat(rollback.getRollback().getVolumeId()).isEqualTo(SeedWorld.VOLUME);
    assertThat(cloud.world().effects()).hasSize(1);
  }

  @Test
  void shouldTakeTemporaryKeysWithTheirTokenOnly() {
    BasicCredentials keys = new BasicCredentials().withAk("AKTEMPORARY00000001").withSk(SECRET);

    assertRefused(client(keys), 401, "APIGW.0301");
    assertThat(
            client(keys.withSecurityToken("sts-token"))
                .showSnapshot(snapshotRequest())
                .getHttpStatusCode())
        .isEqualTo(200);
  }

  @Test
  void shouldRefuseAWrongKey() {
    assertRefused(client(new BasicCredentials().withAk(KEY).withSk("another")), 401, "APIGW.0301");
    assertRefused(
        client(new BasicCredentials().withAk("AKUNKNOWN").withSk(SECRET)), 401, "APIGW.0301");
  }

  @Test
  void shouldRefuseAClockThatIsFarOff() {
    cloud.close();
    clock = Clock.offset(clock, Duration.ofMinutes(16));
    cloud = start();

    assertRefused(client(new BasicCredentials().withAk(KEY).withSk(SECRET)), 401, "APIGW.0301");
  }

  @Test
  void shouldTellWhatItDoesNotHave() {
    assertThatThrownBy(
            () ->
                client(new BasicCredentials().withAk(KEY).withSk(SECRET))
                    .showSnapshot(
                        new ShowSnapshotRequest().withSnapshotId(SeedWorld.snapshotId("nothing"))))
        .isInstanceOfSatisfying(
            ServiceResponseException.class,
            e -> {
              assertThat(e.getHttpStatusCode()).isEqualTo(404);
              assertThat(e.getErrorCode()).isEqualTo("EVS.5404");
            });
  }

  private static void assertRefused(EvsClient client, int status, String code) {
    assertThatThrownBy(() -> client.showSnapshot(snapshotRequest()))
        .isInstanceOfSatisfying(
            ClientRequestException.class,
            e -> {
              assertThat(e.getHttpStatusCode()).isEqualTo(status);
              assertThat(e.getErrorCode()).isEqualTo(code);
            });
  }

  private static ShowSnapshotRequest snapshotRequest() {
    return new ShowSnapshotRequest().withSnapshotId(SeedWorld.SNAPSHOT);
  }

  private EvsClient client(BasicCredentials credentials) {
    return EvsClient.newBuilder()
        .withHttpConfig(HttpConfig.getDefaultHttpConfig())
        .withCredential(credentials.withProjectId(SeedWorld.PROJECT))
        .withEndpoint(cloud.endpoint().toString())
        .build();
  }
}
