package io.rollbackworker.proof.guards;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs the named tests in this process and writes those that failed to a file. */
public final class TestRun {
  private TestRun() {}

  public static void main(String[] args) throws Exception {
    var summary = new SummaryGeneratingListener();
    DiscoverySelector[] selectors =
        Arrays.stream(args).skip(1).map(TestRun::selector).toArray(DiscoverySelector[]::new);
    LauncherFactory.create()
        .execute(LauncherDiscoveryRequestBuilder.request().selectors(selectors).build(), summary);
    if (summary.getSummary().getTestsFoundCount() == 0) {
      throw new IllegalStateException("no test was found");
    }
    List<String> failures =
        summary.getSummary().getFailures().stream()
            .flatMap(
                f ->
                    Stream.of(
                        f.getTestIdentifier().getDisplayName() + ": " + first(f.getException())))
            .toList();
    Files.write(Path.of(args[0]), failures);
    System.exit(0); // Threads of what was left in the middle must not keep it alive.
  }

  private static DiscoverySelector selector(String name) {
    String full = "io.rollbackworker." + name;
    return full.contains("#") ? selectMethod(full) : selectClass(full);
  }

  private static String first(Throwable failure) {
    return String.valueOf(failure.getMessage()).strip().lines().findFirst().orElse("");
  }
}
