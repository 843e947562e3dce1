package io.rollbackworker.cli;

import io.rollbackworker.command.SnapshotId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Snapshots named on the command line, in a file, or both. */
final class SnapshotIds {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "SNAPSHOT_ID", arity = "0..*", description = "One or more snapshots.")
  private List<String> named = new ArrayList<>();

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Snapshot ids, one a line; empty lines and # comments are skipped.")
  private @Nullable Path file;

  boolean areNone() {
    return named.isEmpty() && file == null;
  }

  /** At least one, each checked. */
  List<SnapshotId> read() {
    List<SnapshotId> ids = new ArrayList<>();
    named.forEach(id -> ids.add(parse(id, "SNAPSHOT_ID")));
    if (file != null) {
      List<String> lines = Misuse.lines(spec, "--file", file);
      for (int i = 0; i < lines.size(); i++) {
        String id = lines.get(i).replaceFirst("#.*", "").strip();
        if (!id.isEmpty()) {
          ids.add(parse(id, file + " line " + (i + 1)));
        }
      }
    }
    if (ids.isEmpty()) {
      throw Misuse.of(spec, "Name at least one SNAPSHOT_ID, or a --file of them");
    }
    return ids;
  }

  private SnapshotId parse(String id, String place) {
    try {
      return SnapshotId.parse(id);
    } catch (IllegalArgumentException e) {
      throw Misuse.of(spec, place + ": " + e.getMessage());
    }
  }
}
