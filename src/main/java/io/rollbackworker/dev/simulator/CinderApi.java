package io.rollbackworker.dev.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * OpenStack Cinder: the revert action, snapshot and volume reads, a volume's newest snapshot; as
 * the service was seen to answer ({@code config/clouds.md}), and tried beside it by one test.
 */
final class CinderApi implements Api {
  private static final String ID = "([0-9a-zA-Z-]{1,64})";
  private static final Pattern ACTION = Pattern.compile("/v3/" + ID + "/volumes/" + ID + "/action");
  private static final Pattern SNAPSHOT = Pattern.compile("/v3/" + ID + "/snapshots/" + ID);
  private static final Pattern VOLUME = Pattern.compile("/v3/" + ID + "/volumes/" + ID);
  private static final Pattern SNAPSHOTS = Pattern.compile("/v3/" + ID + "/snapshots");
  private static final Pattern LIST = Pattern.compile("/v3/" + ID + "/(snapshots|volumes)/detail");
  private static final Pattern OF_VOLUME = Pattern.compile("(?:.*&)?volume_id=" + ID + "(?:&.*)?");

  /** The world speaks EVS. */
  private static final Map<String, String> SNAPSHOT_STATUSES = Map.of("rollbacking", "restoring");

  private static final Map<String, String> VOLUME_STATUSES =
      Map.of("rollbacking", "reverting", "error_rollbacking", "error");

  private static final Map<Integer, String> FAULTS =
      Map.of(
          400, "badRequest",
          401, "unauthorized",
          403, "forbidden",
          404, "itemNotFound",
          409, "conflictingRequest",
          413, "overLimit",
          503, "serviceUnavailable");

  private final World world;

  CinderApi(World world) {
    this.world = world;
  }

  @Override
  public Optional<Call> parse(String method, URI uri, byte[] body) {
    String path = uri.getPath();
    Matcher action = ACTION.matcher(path);
    if (method.equals("POST") && action.matches()) {
      return Optional.of(
          new Call(
              Fault.Operation.ROLLBACK, action.group(1), snapshotOf(body), action.group(2), false));
    }
    if (method.equals("PUT")) {
      return of(SNAPSHOT.matcher(path), Fault.Operation.CHANGE_SNAPSHOT)
          .or(() -> of(VOLUME.matcher(path), Fault.Operation.CHANGE_VOLUME));
    }
    if (!method.equals("GET")) {
      return Optional.empty();
    }
    Matcher all = LIST.matcher(path);
    if (all.matches()) {
      return Optional.of(
          new Call(Fault.Operation.LIST, all.group(1), all.group(2), null, false, Page.of(uri)));
    }
    Matcher list = SNAPSHOTS.matcher(path);
    Matcher volume = OF_VOLUME.matcher(String.valueOf(uri.getQuery()));
    if (list.matches() && volume.matches()) {
      return Optional.of(call(Fault.Operation.LIST_SNAPSHOTS, list.group(1), volume.group(1)));
    }
    return of(SNAPSHOT.matcher(path), Fault.Operation.SHOW_SNAPSHOT)
        .or(() -> of(VOLUME.matcher(path), Fault.Operation.SHOW_VOLUME));
  }

  private static Optional<Call> of(Matcher path, Fault.Operation operation) {
    return path.matches()
        ? Optional.of(call(operation, path.group(1), path.group(2)))
        : Optional.empty();
  }

  private static Call call(Fault.Operation operation, String project, String id) {
    return new Call(operation, project, id, null, false);
  }

  private static String snapshotOf(byte[] body) {
    try {
      return JSON.readTree(body).path("revert").path("snapshot_id").asText();
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public Reply carryOut(
      Call call, Content content, @Nullable Duration visibleAfter, boolean repeated) {
    try {
      return switch (call.operation()) {
        case ROLLBACK -> {
          // The statuses show it at once: Cinder sets them before it answers.
          var ours =
              new RollbackCall(
                  call.projectId(),
                  call.id(),
                  call.target(),
                  content.permit(),
                  Duration.ZERO,
                  repeated);
          world.rollback(ours, CinderApi::require);
          yield Reply.empty(202);
        }
        case SHOW_SNAPSHOT -> Reply.of(200, snapshot(world.snapshot(call.projectId(), call.id())));
        case SHOW_VOLUME -> Reply.of(200, volume(world.volume(call.projectId(), call.id())));
        case CHANGE_SNAPSHOT, CHANGE_VOLUME ->
            Reply.of(200, Renaming.carryOut(world, call, content));
        case LIST ->
            Reply.of(
                200,
                Lists.page(
                    world,
                    call,
                    one -> snapshot(one).path("snapshot"),
                    one -> volume(one).path("volume")));
        case LIST_SNAPSHOTS -> Reply.of(200, newest(call));
      };
    } catch (Refusal no) {
      return fault(no.httpStatus(), null, no.getMessage());
    }
  }

  /** What the service demands; seen on it, and read from its code. */
  private static void require(Rules.Scene scene) throws Refusal {
    SimSnapshot snapshot = scene.snapshot();
    SimVolume volume = scene.volume();
    // While a revert runs, a snapshot that it makes for safety is the newest.
    if (snapshot == null
        || volume == null
        || !volume.id().equals(scene.target())
        || !snapshot.equals(scene.newest())
        || scene.rollsBack()) {
      throw new Refusal(400, "", "Specified snapshot is None or not the latest one of the volume.");
    }
    if (volume.sizeGb() != snapshot.sizeGb()) {
      throw new Refusal(400, "", "Can't revert volume to its latest snapshot: sizes differ.");
    }
    if (!volume.status().equals("available") || !snapshot.status().equals("available")) {
      throw new Refusal(
          409, "", "Invalid volume: Can't revert volume. Volume's status must be 'available'.");
    }
  }

  private static ObjectNode snapshot(SimSnapshot snapshot) {
    return translated(Documents.snapshot(snapshot, true), "snapshot", SNAPSHOT_STATUSES);
  }

  private static ObjectNode volume(SimVolume volume) {
    return translated(Documents.volume(volume, true), "volume", VOLUME_STATUSES);
  }

  private static ObjectNode translated(ObjectNode body, String name, Map<String, String> statuses) {
    ObjectNode object = body.withObjectProperty(name);
    String status = object.path("status").asText();
    object.put("status", statuses.getOrDefault(status, status));
    return body;
  }

  private ObjectNode newest(Call call) {
    ObjectNode body = JSON.createObjectNode();
    ArrayNode list = body.putArray("snapshots");
    SimSnapshot newest = world.newestOf(call.id());
    if (newest != null) {
      list.add(Documents.snapshot(newest, true).path("snapshot"));
    }
    return body;
  }

  @Override
  public Reply unknown() {
    return fault(404, null, "The resource could not be found.");
  }

  @Override
  public Reply fault(int status, @Nullable String code, @Nullable String message) {
    ObjectNode body = JSON.createObjectNode();
    body.putObject(FAULTS.getOrDefault(status, "computeFault"))
        .put("code", status)
        .put("message", message == null ? "injected fault" : message);
    return Reply.of(status, body);
  }
}
