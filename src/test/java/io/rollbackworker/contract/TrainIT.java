package io.rollbackworker.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.testing.WorkerProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program makes a cache of itself, and starts with it. */
class TrainIT {
  private static final String PROGRAM = WorkerProcess.image() + "/bin/rollback-worker";

  @TempDir private Path folder;

  private static String run(Map<String, String> environment, String... arguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(PROGRAM).redirectErrorStream(true);
    builder.command().addAll(List.of(arguments));
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).describedAs(said).isZero();
    return said;
  }

  @Test
  void shouldStartWithWhatAWorkerHasLearned() throws Exception {
    Path cache = folder.resolve("trained.aot");

    String said = run(Map.of(), "train", "--commands", "200", "--cache", cache.toString());

    assertThat(said).contains("Made " + cache);
    assertThat(Files.size(cache)).isPositive();
    // AOTMode=on: Java ends with an error where it cannot use it. It warns where two methods'
    // kinds of arguments have one hash, and goes on without the code of one: nobody's business.
    Map<String, String> with =
        Map.of("ROLLBACK_JAVA_OPTIONS", "-Xlog:aot*=off -XX:AOTMode=on -XX:AOTCache=" + cache);
    assertThat(run(with, "--version")).startsWith("rollback-worker ").hasLineCount(1);
  }
}
