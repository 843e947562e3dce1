package io.rollbackworker.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.command.Decoded;
import io.rollbackworker.command.Origin;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.command.RollbackCommand;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.VolumeId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks all that somebody wants to send, before anything is sent. */
public final class Requests {
  static final String EXAMPLE = "{\"snapshot_id\":\"2bb856e1-b3d8-4432-a858-09e4ce939389\"}";

  private static final Origin NOWHERE = new Origin("AAAAAAAAAAAAAAAAAAAAAA", 0, 0, Instant.EPOCH);

  private final CommandDecoder decoder;
  private final Set<ProjectId> projects;

  /**
   * @param decoder the workers' own
   * @param projects those that workers take commands for; empty: not known here
   */
  public Requests(CommandDecoder decoder, Set<ProjectId> projects) {
    this.decoder = decoder;
    this.projects = projects;
  }

  /**
   * @param defaults for what a row leaves open; a label, for labels of that name
   * @throws Mistakes naming every row that is wrong, or one more of a snapshot that is listed
   *     already
   */
  public List<Request> check(List<Row> rows, ObjectNode defaults) throws Mistakes {
    List<Request> requests = new ArrayList<>();
    List<String> mistakes = new ArrayList<>();
    Map<SnapshotId, String> places = new HashMap<>();
    Map<VolumeId, String> volumes = new HashMap<>();
    for (Row row : rows) {
      String json = merged(row.fields(), defaults).toString();
      switch (decoder.decode(json.getBytes(StandardCharsets.UTF_8), NOWHERE)) {
        case Decoded.Malformed wrong -> mistakes.add(row.place() + ": " + wrong.problem());
        case Decoded.Valid(RollbackCommand command) -> {
          String before = places.putIfAbsent(command.snapshotId(), row.place());
          if (before != null) {
            mistakes.add(
                "%s: %s is listed already (%s); list each snapshot once"
                    .formatted(row.place(), command.snapshotId(), before));
          }
          VolumeId volume = command.target().volumeId();
          String other = volume == null ? null : volumes.putIfAbsent(volume, row.place());
          if (other != null && before == null) {
            mistakes.add(
                "%s: volume %s is listed already (%s), with another snapshot; a disk goes back to one"
                    .formatted(row.place(), volume, other));
          }
          ProjectId project = command.projectId();
          if (project != null && !projects.isEmpty() && !projects.contains(project)) {
            mistakes.add(
                "%s: project %s is none of the workers' (rules.projects), such as %s"
                    .formatted(row.place(), project, projects.iterator().next()));
          }
          requests.add(new Request(row.place(), json, command));
        }
      }
    }
    if (!mistakes.isEmpty()) {
      throw new Mistakes(mistakes);
    }
    return requests;
  }

  private static ObjectNode merged(ObjectNode row, ObjectNode defaults) {
    ObjectNode all = defaults.deepCopy();
    row.properties()
        .forEach(
            field -> {
              if (field.getValue() instanceof ObjectNode inner
                  && all.get(field.getKey()) instanceof ObjectNode outer) {
                outer.setAll(inner);
              } else {
                all.set(field.getKey(), field.getValue());
              }
            });
    return all;
  }
}
