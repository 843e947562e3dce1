package io.rollbackworker.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.dev.embedded.EmbeddedBroker;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.testing.ClientJar;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.TestSettings;
import io.rollbackworker.testing.Tool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs with which requesters begin, in four languages, do what they say. */
class ExampleProgramsIT {
  private static final Path EXAMPLES = Path.of("config", "examples", "clients").toAbsolutePath();

  private static EmbeddedBroker broker;
  private static Fleet fleet;

  /** With topics of the default names. */
  @BeforeAll
  static void start() throws Exception {
    broker = EmbeddedBroker.start(0, Map.of());
    fleet =
        Fleet.on(
            TestSettings.kafka(broker.bootstrapServers(), "rollback"), 3, Duration.ofSeconds(2));
    fleet.ready();
  }

  @AfterAll
  static void stop() throws Exception {
    fleet.close();
    broker.close();
  }

  @Test
  void shouldWorkInJava(@TempDir Path folder) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = ClientJar.compiledTo(folder);
    tryOut("bulk-1", List.of(java, "-cp", classPath, EXAMPLES.resolve("RollBack.java").toString()));
  }

  @Test
  @Tag("containers")
  void shouldWorkInPython() throws Exception {
    Tool.skipUnless("/usr/bin/python3 -c 'import confluent_kafka'", "python3-confluent-kafka");
    tryOut("bulk-2", List.of("/usr/bin/python3", EXAMPLES.resolve("roll-back.py").toString()));
  }

  @Test
  @Tag("containers")
  void shouldWorkInNode(@TempDir Path folder) throws Exception {
    Tool.skipUnless("npm --version", "npm");
    Path program = Files.copy(EXAMPLES.resolve("roll-back.mjs"), folder.resolve("roll-back.mjs"));
    Tool.run("npm install --no-audit --no-fund --prefix " + folder + " @platformatic/kafka@1.35.0");
    tryOut("bulk-3", List.of("node", program.toString()));
  }

  @Test
  @Tag("containers")
  void shouldWorkWithKcat() throws Exception {
    Tool.skipUnless("command -v kcat && command -v jq", "kcat jq");
    tryOut("bulk-4", List.of(EXAMPLES.resolve("roll-back-kcat.sh").toString()));
  }

  /** A rollback, the same once more, and one that is rejected. */
  private static void tryOut(String seed, List<String> program) throws Exception {
    Ended first = run(program, seed);
    Ended again = run(program, seed);
    Ended rejected = run(program, "volume-in-use");

    assertThat(first.printed()).isEqualTo("accepted\ncompleted\n");
    assertThat(first.exitCode()).isZero();
    assertThat(again.printed()).isEqualTo("completed\n");
    assertThat(again.exitCode()).isZero();
    assertThat(rejected.printed()).isEqualTo("rejected VOLUME_IN_USE\n");
    assertThat(rejected.exitCode()).isEqualTo(4);
    assertThat(fleet.effects()).containsEntry(SeedWorld.snapshotId(seed), 1L);
  }

  private record Ended(int exitCode, String printed) {}

  private static Ended run(List<String> program, String seed) throws Exception {
    List<String> command = new ArrayList<>(program);
    command.add(broker.bootstrapServers());
    command.add(SeedWorld.snapshotId(seed));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), printed.replaceAll(" +\n", "\n"));
  }
}
