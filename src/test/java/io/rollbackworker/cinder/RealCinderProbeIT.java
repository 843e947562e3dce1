package io.rollbackworker.cinder;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.cinder.CinderPlace.Pair;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.testing.WorkerProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The packaged probe on a service that nobody here wrote; what it said is target/probe.txt. */
@Tag("containers")
class RealCinderProbeIT {
  private static final Path SAID = Path.of("target", "probe.txt");

  @Test
  void shouldSayWhatItWillDoAndDoNothingWithoutAYes() throws Exception {
    RealCinder cinder = RealCinder.orSkip();
    Pair pair = cinder.newPair(1, false);
    cinder.write(pair.volume(), "newer");

    assertThat(probe(cinder, pair)).isEqualTo(1);

    assertThat(Files.readString(SAID)).contains("LOST", "Nothing was done");
    assertThat(cinder.data(pair.volume())).isEqualTo("newer");
    cinder.close();
  }

  @Test
  void shouldFindOutWhatTheServiceDoes() throws Exception {
    RealCinder cinder = RealCinder.orSkip();
    Pair pair = cinder.newPair(2, false);
    cinder.write(pair.volume(), "newer");

    assertThat(probe(cinder, pair, "--yes")).isZero();

    assertThat(Files.readString(SAID))
        .contains("does a rollback move updated_at? yes")
        .contains("rules.inference: on");
    assertThat(cinder.data(pair.volume())).isEqualTo("empty");
    cinder.close();
  }

  private static int probe(RealCinder cinder, Pair pair, String... more) throws Exception {
    ProcessBuilder probe =
        new ProcessBuilder(
            WorkerProcess.image() + "/bin/rollback-worker", "probe", pair.snapshot().value());
    probe.command().addAll(List.of(more));
    probe.environment().put("ROLLBACK_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1"); // It asks nobody.
    probe.environment().put("ROLLBACK_CLOUD_KIND", "cinder");
    probe.environment().put("ROLLBACK_CLOUD_ENDPOINT", cinder.endpoint().toString());
    probe.environment().put("ROLLBACK_CLOUD_AUTH", "token");
    probe.environment().put("ROLLBACK_CLOUD_TOKEN", "tester:" + Samples.PROJECT);
    probe.environment().put("ROLLBACK_RULES_PROJECTS", Samples.PROJECT.value());
    Process process = probe.redirectErrorStream(true).start();
    byte[] said = process.getInputStream().readAllBytes();
    Files.writeString(SAID, new String(said, StandardCharsets.UTF_8));
    return process.waitFor();
  }
}
