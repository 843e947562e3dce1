package io.rollbackworker.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.cloud.limits.BreakerSettings;
import io.rollbackworker.command.Priority;
import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.dev.simulator.Fault;
import io.rollbackworker.dev.simulator.FaultPoint;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.SimSettings;
import io.rollbackworker.dev.simulator.Simulator;
import io.rollbackworker.disk.EffectResult;
import io.rollbackworker.disk.FleetShare;
import io.rollbackworker.disk.Freezes;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.disk.SendPermit;
import io.rollbackworker.disk.Turn;
import io.rollbackworker.precondition.Observation;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.time.Pace;
import io.rollbackworker.time.Time;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against the simulator, and against servers that misbehave on the wire. */
class ProjectCloudsTest {
  private static final Duration PAUSE = Duration.ofMillis(100);
  private final Simulator cloud = Simulator.start(SimSettings.DEFAULT, Clock.systemUTC());
  private final ProjectClouds api = api(cloud.endpoint());

  /** For clouds that say nothing: on a busy machine it may give up on others, too. */
  private final ProjectClouds impatient =
      api(cloud.endpoint(), Duration.ofSeconds(3), Transport.DIRECT);

  ProjectCloudsTest() {
    SeedWorld.fill(cloud.world(), 0);
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void shouldReadTheSample() {
    assertThat(look())
        .isInstanceOfSatisfying(
            Reading.Seen.class,
            seen -> {
              var both = (Observation.Both) seen.observation();
              assertThat(both.snapshot().status()).isEqualTo("available");
              assertThat(both.snapshot().volumeId()).isEqualTo(Samples.VOLUME);
              assertThat(both.snapshot().updatedAt()).isNull();
              assertThat(both.volume().name()).isEqualTo("test-001");
            });
  }

  @Test
  void shouldSayThatNothingIsThere() {
    cloud.world().removeSnapshot(SeedWorld.SNAPSHOT);

    assertThat(look()).isEqualTo(new Reading.Seen(new Observation.NoSnapshot()));
  }

  @Test
  void shouldLeaveTheCloudAloneForAsLongAsItAsks() throws Exception {
    String answer = "HTTP/1.1 429 Slow down\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n";
    AtomicInteger requests = new AtomicInteger();
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> serve(server, answer, requests));
      ProjectClouds raw = api(URI.create("http://127.0.0.1:" + server.getLocalPort()));
      long from = System.nanoTime();
      raw.look(Samples.PROJECT, Samples.SNAPSHOT, Instant.now().plusSeconds(60));

      raw.turn(Samples.PROJECT, Turn.Kind.LOOK, Priority.NORMAL).granted().get();

      assertThat(Duration.ofNanos(System.nanoTime() - from)).isGreaterThan(Duration.ofSeconds(1));
      assertThat(raw.turn(Samples.PROJECT, Turn.Kind.ROLLBACK, Priority.NORMAL).granted()).isDone();
    }
  }

  @Test
  void shouldTakeA202() {
    EffectResult result = rollback(permit());

    assertThat(result).isInstanceOf(EffectResult.Taken.class);
    assertThat(cloud.world().effects()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "ERROR_BEFORE_EFFECT,Unknown,0",
    "ERROR_AFTER_EFFECT,Unknown,1",
    "CLOSE_BEFORE_EFFECT,Unknown,0",
    "CLOSE_AFTER_EFFECT,Unknown,1",
    "CLOSE_MID_BODY,Taken,1",
    "SILENCE_BEFORE_EFFECT,Unknown,0",
    "SILENCE_AFTER_EFFECT,Unknown,1",
    "SLOW,Taken,1",
  })
  void shouldKnowWhatEachFaultLeavesOpen(FaultPoint point, String kind, int effects) {
    long delayMillis = point == FaultPoint.SLOW ? 100 : 5_000;
    cloud.faults().add(onRollback(point, 1, delayMillis));

    EffectResult result =
        callerFor(point).rollback(Samples.PROJECT, Samples.SNAPSHOT, Samples.VOLUME, permit());

    assertThat(result.getClass().getSimpleName()).isEqualTo(kind);
    assertThat(cloud.world().effects()).hasSize(effects);
  }

  @ParameterizedTest
  @EnumSource(FaultPoint.class)
  void shouldHandOverOneRequestWhateverHappens(FaultPoint point) {
    long delayMillis = point == FaultPoint.SLOW ? 10 : 5_000;
    cloud.faults().add(onRollback(point, 100, delayMillis));

    callerFor(point).rollback(Samples.PROJECT, Samples.SNAPSHOT, Samples.VOLUME, permit());

    await().until(() -> cloud.faults().waiting().getFirst().times() < 100);
    assertThat(cloud.faults().waiting().getFirst().times()).isEqualTo(99);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 301 Moved\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 307 Temporary Redirect\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 308 Permanent Redirect\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 401 Unauthorized\r\n"
            + "WWW-Authenticate: Basic realm=\"x\"\r\n"
            + "Content-Length: 0\r\n\r\n",
        "HTTP/1.1 407 Proxy Authentication Required\r\n"
            + "Proxy-Authenticate: Basic realm=\"x\"\r\n"
            + "Content-Length: 0\r\n\r\n",
        "HTTP/1.1 421 Misdirected Request\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 503 Unavailable\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 2", // cut off
        "nonsense\r\n\r\n",
        "",
      })
  void shouldNotSendAgainWhateverTheAnswerInvitesTo(String answer) throws Exception {
    AtomicInteger requests = new AtomicInteger();
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> serve(server, answer, requests));
      ProjectClouds raw = api(URI.create("http://127.0.0.1:" + server.getLocalPort()));

      EffectResult result =
          raw.rollback(Samples.PROJECT, Samples.SNAPSHOT, Samples.VOLUME, permit());

      assertThat(result).isNotInstanceOf(EffectResult.Taken.class);
      assertThat(requests).hasValue(1);
    }
  }

  @Test
  void shouldNotSendAgainAfterARequestTimeout() throws Exception {
    shouldNotSendAgainWhateverTheAnswerInvitesTo(
        "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
  }

  @Test
  void shouldSayNotSentWhenNobodyListens() throws IOException {
    int port;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }

    assertThat(
            api(URI.create("http://127.0.0.1:" + port))
                .rollback(Samples.PROJECT, Samples.SNAPSHOT, Samples.VOLUME, permit()))
        .isInstanceOf(EffectResult.NotSent.class);
  }

  @Test
  void shouldNotSendUnderABurnedPermit() {
    SendPermit burned = permit();
    burned.burn();

    assertThat(rollback(burned)).isInstanceOf(EffectResult.PermitGone.class);
    assertThat(cloud.world().effects()).isEmpty();
  }

  @Test
  void shouldNotSendTwiceUnderOnePermit() {
    SendPermit permit = permit();
    rollback(permit);

    assertThat(rollback(permit)).isInstanceOf(EffectResult.PermitGone.class);
    assertThat(cloud.world().effects()).hasSize(1);
  }

  @Test
  void shouldNotSendUnderAPermitThatIsTooOld() {
    Instant now = Instant.now();
    SendPermit wallClock =
        new SendPermit(
            Samples.permitKey(),
            now.minusMillis(1),
            Duration.ofSeconds(1),
            Time.system(),
            System.nanoTime() + 1_000_000_000L);
    SendPermit monotonic =
        new SendPermit(
            Samples.permitKey(),
            now.plusSeconds(60),
            Duration.ofSeconds(60),
            Time.system(),
            System.nanoTime());

    assertThat(rollback(wallClock)).isInstanceOf(EffectResult.PermitGone.class);
    assertThat(rollback(monotonic)).isInstanceOf(EffectResult.PermitGone.class);
    assertThat(cloud.world().effects()).isEmpty();
  }

  private Reading look() {
    return look(api);
  }

  private static Reading look(ProjectClouds clouds) {
    return clouds.look(Samples.PROJECT, Samples.SNAPSHOT, Instant.now().plusSeconds(60));
  }

  private ProjectClouds callerFor(FaultPoint point) {
    return point.name().startsWith("SILENCE") ? impatient : api;
  }

  private EffectResult rollback(SendPermit permit) {
    return api.rollback(Samples.PROJECT, Samples.SNAPSHOT, Samples.VOLUME, permit);
  }

  private static SendPermit permit() {
    return Samples.permitFor(Duration.ofSeconds(60));
  }

  private static Fault onRollback(FaultPoint point, int times, long delayMillis) {
    return new Fault(
        Fault.Operation.ROLLBACK, point, SeedWorld.SNAPSHOT, times, 503, null, null, delayMillis);
  }

  private static ProjectClouds api(URI endpoint) {
    return api(endpoint, Duration.ofSeconds(10), Transport.DIRECT);
  }

  static ProjectClouds api(URI endpoint, Duration requestTimeout, Transport transport) {
    CloudSettings settings =
        new CloudSettings(
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            requestTimeout,
            3,
            100,
            new BreakerSettings(20, 50, PAUSE),
            transport,
            Map.of(Samples.PROJECT, ProjectSettings.at(endpoint)));
    return new ProjectClouds(
        settings,
        new FleetShare(1),
        Freezes.NONE,
        new Pace(Time.system(), 1_000),
        (kind, result, took) -> {},
        CrashPoints.NONE,
        Time.system());
  }

  /** Answers every connection with these bytes, and closes it. */
  private static void serve(ServerSocket server, String answer, AtomicInteger requests) {
    try {
      while (true) {
        try (Socket socket = server.accept()) {
          InputStream in = socket.getInputStream();
          if (in.read() < 0) {
            continue;
          }
          requests.incrementAndGet();
          while (in.available() > 0) {
            in.skipNBytes(in.available());
          }
          socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
          socket.getOutputStream().flush();
          socket.shutdownOutput();
          in.readNBytes(1); // Until the client is done.
        }
      }
    } catch (IOException e) {
      // The test is over.
    }
  }
}
