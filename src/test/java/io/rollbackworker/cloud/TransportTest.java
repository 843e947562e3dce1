package io.rollbackworker.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.rollbackworker.config.PemFile;
import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.SimSettings;
import io.rollbackworker.dev.simulator.Simulator;
import io.rollbackworker.disk.FleetShare;
import io.rollbackworker.disk.Freezes;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.testing.TestSettings;
import io.rollbackworker.testing.TlsFront;
import io.rollbackworker.time.Pace;
import io.rollbackworker.time.Time;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulator behind a real TLS endpoint whose authority nobody knows. */
class TransportTest {
  private final HeldCertificate authority =
      new HeldCertificate.Builder().certificateAuthority(0).commonName("private cloud").build();
  private final HeldCertificate gateway =
      new HeldCertificate.Builder()
          .signedBy(authority)
          .commonName("gateway")
          .addSubjectAlternativeName("localhost")
          .build();
  private final HeldCertificate worker =
      new HeldCertificate.Builder().signedBy(authority).commonName("worker-1").build();

  @TempDir Path files;
  private Simulator cloud;

  @BeforeEach
  void open() throws Exception {
    cloud = Simulator.start(SimSettings.DEFAULT, Clock.systemUTC());
    SeedWorld.fill(cloud.world(), 1);
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private TlsFront front(boolean asksWhoComes) throws Exception {
    HandshakeCertificates own =
        new HandshakeCertificates.Builder()
            .heldCertificate(gateway, authority.certificate())
            .addTrustedCertificate(authority.certificate())
            .build();
    return new TlsFront(own.sslContext(), asksWhoComes, cloud.endpoint());
  }

  private Path write(String name, String content) throws Exception {
    return Files.writeString(files.resolve(name), content);
  }

  private static PemFile pem(Path path, boolean withKey) {
    return new PemFile(Optional.of(path), withKey);
  }

  private static Reading look(Transport transport, URI endpoint) {
    CloudSettings usual =
        TestSettings.cloud(
            Duration.ofSeconds(5), 1, Map.of(Samples.PROJECT, ProjectSettings.at(endpoint)));
    CloudSettings settings =
        new CloudSettings(
            usual.connectTimeout(),
            usual.readTimeout(),
            usual.requestTimeout(),
            1,
            usual.retryPercent(),
            usual.breaker(),
            transport,
            usual.projects());
    try (ProjectClouds clouds =
        new ProjectClouds(
            settings,
            new FleetShare(1),
            Freezes.NONE,
            new Pace(Time.system(), 1_000),
            (kind, result, took) -> {},
            CrashPoints.NONE,
            Time.system())) {
      return clouds.look(Samples.PROJECT, Samples.SNAPSHOT, Instant.now().plusSeconds(5));
    }
  }

  @Test
  void shouldTrustAnAuthorityOfTheCloudsOwn() throws Exception {
    Path ca = write("ca.pem", "a comment\n" + authority.certificatePem());
    try (TlsFront front = front(false)) {
      assertThat(look(Transport.DIRECT, front.endpoint())).isInstanceOf(Reading.Unavailable.class);
      Transport trusting = new Transport(pem(ca, false), PemFile.NONE, Optional.empty());
      assertThat(look(trusting, front.endpoint())).isInstanceOf(Reading.Seen.class);
    }
  }

  @Test
  void shouldShowItsOwnCertificateToWhoAsksForIt() throws Exception {
    Path ca = write("ca.pem", authority.certificatePem());
    Path own =
        write(
            "own.pem",
            worker.privateKeyPkcs8Pem() + worker.certificatePem() + authority.certificatePem());
    try (TlsFront front = front(true)) {
      Transport unknown = new Transport(pem(ca, false), PemFile.NONE, Optional.empty());
      assertThat(look(unknown, front.endpoint())).isInstanceOf(Reading.Unavailable.class);
      Transport known = new Transport(pem(ca, false), pem(own, true), Optional.empty());
      assertThat(look(known, front.endpoint())).isInstanceOf(Reading.Seen.class);
    }
  }

  @Test
  void shouldReadAFileAgainThatHasChangedAndKeepWhatItHadWhereItCannot() throws Exception {
    HeldCertificate former = new HeldCertificate.Builder().certificateAuthority(0).build();
    Path ca = write("ca.pem", former.certificatePem());
    Certificates certificates =
        new Certificates(new Transport(pem(ca, false), PemFile.NONE, Optional.empty()));
    assertThat(certificates.now().trustManager().getAcceptedIssuers())
        .contains(former.certificate())
        .doesNotContain(authority.certificate());

    write("ca.pem", authority.certificatePem());
    Files.setLastModifiedTime(ca, FileTime.fromMillis(1_000));
    assertThat(certificates.now().trustManager().getAcceptedIssuers())
        .contains(authority.certificate())
        .doesNotContain(former.certificate());

    write("ca.pem", "nothing");
    Files.setLastModifiedTime(ca, FileTime.fromMillis(2_000));
    assertThat(certificates.now().trustManager().getAcceptedIssuers())
        .contains(authority.certificate());
    Files.delete(ca);
    assertThat(certificates.now().trustManager().getAcceptedIssuers())
        .contains(authority.certificate());
  }

  /** For a plain address a proxy is asked for the whole of it. */
  @Test
  void shouldGoThroughTheProxy() throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    HttpServer proxy =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          exchange.sendResponseHeaders(503, -1);
          exchange.close();
        });
    proxy.start();
    try {
      Transport transport =
          new Transport(PemFile.NONE, PemFile.NONE, Optional.of(proxy.getAddress()));
      assertThat(look(transport, URI.create("http://cloud.invalid:8080")))
          .isInstanceOf(Reading.Unavailable.class);
      assertThat(asked)
          .isNotEmpty()
          .allMatch(url -> url.startsWith("http://cloud.invalid:8080/v3/"));
    } finally {
      proxy.stop(0);
    }
  }
}
