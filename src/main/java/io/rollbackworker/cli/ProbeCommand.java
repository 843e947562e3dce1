package io.rollbackworker.cli;

import io.rollbackworker.cloud.ProjectClouds;
import io.rollbackworker.cloud.RawCalls;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.config.Configuration;
import io.rollbackworker.config.Keys;
import io.rollbackworker.probe.Probe;
import io.rollbackworker.probe.Stopped;
import io.rollbackworker.time.Time;
import io.rollbackworker.worker.Settings;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "probe",
    description = {
      "Finds out what the cloud's documents do not say, with one snapshot whose volume may be"
          + " thrown away, and prints the settings that follow. THE VOLUME IS ROLLED BACK. Without"
          + " --yes it only says what it will do.",
      "Example:",
      "  rollback-worker probe 2bb856e1-b3d8-4432-a858-09e4ce939389 -c worker.yaml --yes",
      "Exit code 0: all was tried; 1: it could not go on, or only said what it will do."
    },
    mixinStandardHelpOptions = true)
final class ProbeCommand implements Callable<Integer> {
  @Mixin private ConfigurationFile file = new ConfigurationFile();

  @Parameters(paramLabel = "SNAPSHOT_ID", description = "Of a volume that may be thrown away.")
  private String snapshot = "";

  @Option(
      names = "--project",
      paramLabel = "PROJECT_ID",
      description = "Default: the first that is configured.")
  private @Nullable ProjectId project;

  @Option(names = "--yes", description = "Do it; the volume's data since the snapshot is lost.")
  private boolean yes;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    SnapshotId id = id();
    Configuration configuration = file.load(System.getenv(), Keys.all());
    Settings settings = Settings.of(configuration);
    ProjectId of = settings.rollback().projectOr(project);
    Time time = Time.system();
    try (ProjectClouds clouds = ProjectClouds.byHand(settings.cloud(), time)) {
      return run(
          new Probe(
              clouds,
              new RawCalls(settings.cloud(), of, time),
              of,
              id,
              time,
              finding -> Terminal.out(finding.question() + "? " + finding.answer())));
    }
  }

  private int run(Probe probe) throws InterruptedException {
    Terminal.out("This will, one after the other:");
    probe.plan().forEach(step -> Terminal.out("  - " + step));
    if (!yes) {
      Terminal.err("Nothing was done. With --yes it is.");
      return 1;
    }
    try {
      List<String> settings = probe.run();
      Terminal.out("Settings that follow:");
      settings.forEach(setting -> Terminal.out("  " + setting));
      return 0;
    } catch (Stopped e) {
      Terminal.err("Stopped: " + e.getMessage());
      return 1;
    }
  }

  private SnapshotId id() {
    try {
      return SnapshotId.parse(snapshot);
    } catch (IllegalArgumentException e) {
      throw Misuse.of(spec, "SNAPSHOT_ID: " + e.getMessage());
    }
  }
}
