package io.rollbackworker.cinder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.cinder.CinderPlace.Pair;
import io.rollbackworker.cloud.Dialect;
import io.rollbackworker.cloud.ProjectClouds;
import io.rollbackworker.cloud.ProjectSettings;
import io.rollbackworker.cloud.auth.AuthSettings;
import io.rollbackworker.cloud.limits.LimitSettings;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.config.SecretSource;
import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.disk.EffectResult;
import io.rollbackworker.disk.FleetShare;
import io.rollbackworker.disk.Freezes;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.disk.SendPermit;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.precondition.Observation;
import io.rollbackworker.precondition.SnapshotState;
import io.rollbackworker.precondition.VolumeState;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.testing.TestSettings;
import io.rollbackworker.time.Pace;
import io.rollbackworker.time.Time;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What our client expects of Cinder, tried on the simulated one and on a real one: so the simulator
 * is known to be right where both can be asked.
 */
abstract class CinderContract {
  private static final Duration LONG = Duration.ofSeconds(30);

  private CinderPlace cinder;
  private ProjectClouds client;

  abstract CinderPlace place();

  @BeforeEach
  void start() {
    cinder = place();
    ProjectSettings project =
        new ProjectSettings(
            Dialect.CINDER,
            cinder.endpoint(),
            Dialect.CINDER.paths(),
            new AuthSettings.FixedToken(SecretSource.parse("tester:" + Samples.PROJECT)),
            LimitSettings.NONE);
    client =
        new ProjectClouds(
            TestSettings.cloud(Duration.ofSeconds(20), 3, Map.of(Samples.PROJECT, project)),
            new FleetShare(1),
            Freezes.NONE,
            new Pace(Time.system(), 1_000),
            (kind, result, took) -> {},
            CrashPoints.NONE,
            Time.system());
  }

  @AfterEach
  void stop() {
    if (client != null) {
      client.close();
      cinder.close();
    }
  }

  @Test
  void shouldShowTheRevertFromItsAnswerOnAndBringTheDataBack() throws Exception {
    Pair pair = cinder.newPair(2, false);
    String before = cinder.data(pair.volume());
    cinder.write(pair.volume(), "newer");
    Observation.Both ready = look(pair.snapshot());
    assertThat(ready.snapshot().state()).isEqualTo(SnapshotState.AVAILABLE);
    assertThat(ready.volume().state()).isEqualTo(VolumeState.AVAILABLE);
    assertThat(ready.obstacle()).isNull();

    assertThat(revert(pair)).isInstanceOf(EffectResult.Taken.class);

    Observation.Both running = look(pair.snapshot());
    assertThat(running.snapshot().state()).isEqualTo(SnapshotState.ROLLING_BACK);
    assertThat(running.snapshot().status()).isEqualTo("restoring");
    assertThat(running.volume().status()).isEqualTo("reverting");
    assertThat(running.volume().state()).isEqualTo(VolumeState.ROLLING_BACK);
    assertThat(running.snapshot().updatedAt()).isNotEqualTo(ready.snapshot().updatedAt());
    assertThat(running.volume().updatedAt()).isNotEqualTo(ready.volume().updatedAt());

    Observation.Both ended = awaitEnd(pair.snapshot());
    assertThat(ended.volume().state()).isEqualTo(VolumeState.AVAILABLE);
    assertThat(ended.snapshot().updatedAt()).isNotEqualTo(running.snapshot().updatedAt());
    assertThat(cinder.data(pair.volume())).isEqualTo(before);
  }

  @Test
  void shouldRefuseASecondRequestWhileTheFirstRuns() throws Exception {
    Pair pair = cinder.newPair(2, false);
    assertThat(revert(pair)).isInstanceOf(EffectResult.Taken.class);

    assertRefused(revert(pair), 400);

    awaitEnd(pair.snapshot());
  }

  @Test
  void shouldRefuseAllButTheNewestSnapshotAndChangeNothing() throws Exception {
    Pair pair = cinder.newPair(1, false);
    SnapshotId newer = cinder.addSnapshot(pair.volume());
    Observation.Both before = look(pair.snapshot());
    assertThat(before.obstacle().but()).contains("newer snapshot").contains(newer.value());
    assertThat(before.obstacle().passes()).isFalse();

    assertRefused(revert(pair), 400);

    assertThat(look(pair.snapshot())).isEqualTo(before);
    assertThat(look(newer).obstacle()).isNull();
  }

  @Test
  void shouldRefuseAnAttachedVolumeAndChangeNothing() throws Exception {
    Pair pair = cinder.newPair(1, false);
    cinder.attach(pair.volume());
    Observation.Both before = look(pair.snapshot());
    assertThat(before.volume().state()).isEqualTo(VolumeState.ATTACHED);
    assertThat(before.volume().servers()).hasSize(1);

    assertRefused(revert(pair), 409);

    assertThat(look(pair.snapshot())).isEqualTo(before);
  }

  @Test
  void shouldLeaveTheVolumeInErrorWhenTheRevertFails() throws Exception {
    Pair pair = cinder.newPair(1, true);
    assertThat(revert(pair)).isInstanceOf(EffectResult.Taken.class);

    Observation.Both ended = awaitEnd(pair.snapshot());

    assertThat(ended.snapshot().state()).isEqualTo(SnapshotState.AVAILABLE);
    assertThat(ended.volume().status()).isEqualTo("error");
    assertThat(ended.volume().state()).isEqualTo(VolumeState.FAILED);
  }

  @Test
  void shouldRefuseASnapshotOfAnotherVolume() throws Exception {
    Pair pair = cinder.newPair(1, false);
    Pair other = cinder.newPair(1, false);

    assertRefused(revert(new Pair(other.volume(), pair.snapshot())), 400);

    assertThat(look(pair.snapshot()).snapshot().state()).isEqualTo(SnapshotState.AVAILABLE);
  }

  @Test
  void shouldKnowNothingOfASnapshotThatIsNotThere() throws Exception {
    assertThat(observe(new SnapshotId("00000000-0000-4000-8000-000000000000")))
        .isEqualTo(new Observation.NoSnapshot());
  }

  /** An answer that is lost looks like one that comes: the revert shows and takes effect. */
  @Test
  void shouldTakeEffectAlthoughNobodyWaitsForTheAnswer() throws Exception {
    Pair pair = cinder.newPair(2, false);
    String body = "{\"revert\":{\"snapshot_id\":\"" + pair.snapshot() + "\"}}";
    try (Socket socket = new Socket(cinder.endpoint().getHost(), cinder.endpoint().getPort())) {
      StringBuilder request =
          new StringBuilder(
              "POST /v3/%s/volumes/%s/action HTTP/1.1\r\nHost: x\r\n"
                  .formatted(Samples.PROJECT, pair.volume()));
      cinder
          .headers(Samples.PROJECT.value())
          .forEach((name, value) -> request.append(name + ": " + value + "\r\n"));
      request.append("Content-Length: " + body.length() + "\r\nConnection: close\r\n\r\n" + body);
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
    }

    await()
        .atMost(LONG)
        .until(() -> look(pair.snapshot()).snapshot().state() == SnapshotState.ROLLING_BACK);
    assertThat(awaitEnd(pair.snapshot()).volume().state()).isEqualTo(VolumeState.AVAILABLE);
  }

  private static void assertRefused(EffectResult result, int status) {
    assertThat(result)
        .isInstanceOfSatisfying(
            EffectResult.Refused.class,
            refused -> {
              OutcomeError error = refused.error();
              assertThat(error.code()).isEqualTo(ErrorCode.CLOUD_REFUSED);
              assertThat(error.cloud().httpStatus()).isEqualTo(status);
              assertThat(error.cloud().message()).isNotEmpty();
            });
  }

  private Observation.Both look(SnapshotId snapshot) throws InterruptedException {
    return (Observation.Both) observe(snapshot);
  }

  private Observation observe(SnapshotId snapshot) throws InterruptedException {
    return ((Reading.Seen) client.look(Samples.PROJECT, snapshot, Instant.now().plusSeconds(30)))
        .observation();
  }

  /** As procedures do: the look before it brings the credentials that sign it. */
  private EffectResult revert(Pair pair) throws InterruptedException {
    return revert(pair, Samples.permitFor(Duration.ofSeconds(60)));
  }

  final EffectResult revert(Pair pair, SendPermit permit) throws InterruptedException {
    var _ = look(pair.snapshot());
    return client.rollback(Samples.PROJECT, pair.snapshot(), pair.volume(), permit);
  }

  private Observation.Both awaitEnd(SnapshotId snapshot) {
    return await()
        .atMost(LONG)
        .until(
            () -> look(snapshot),
            seen ->
                seen.snapshot().state() == SnapshotState.AVAILABLE
                    && seen.volume().state() != VolumeState.ROLLING_BACK);
  }
}
