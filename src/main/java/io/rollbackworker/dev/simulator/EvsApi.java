package io.rollbackworker.dev.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Huawei Cloud EVS: the rollback request, snapshot and volume reads in all path styles. */
final class EvsApi implements Api {
  private static final String ID = "([0-9a-zA-Z-]{1,64})";
  private static final Pattern ROLLBACK =
      Pattern.compile("/v[23]/" + ID + "/(?:cloud|os-vendor-)snapshots/" + ID + "/rollback");
  private static final Pattern SNAPSHOT =
      Pattern.compile(
          "/(?:v3/" + ID + "/snapshots|v[23]/" + ID + "/(?:cloud|os-vendor-)snapshots)/" + ID);
  private static final Pattern VOLUME =
      Pattern.compile(
          "/(?:v3/" + ID + "/volumes|v[23]/" + ID + "/(?:cloud|os-vendor-)volumes)/" + ID);

  private static final Pattern LIST =
      Pattern.compile("/v[23]/" + ID + "/(?:(?:cloud|os-vendor-)?(snapshots|volumes))/detail");

  private final World world;

  EvsApi(World world) {
    this.world = world;
  }

  @Override
  public Optional<Call> parse(String method, URI uri, byte[] body) {
    String path = uri.getPath();
    Matcher rollback = ROLLBACK.matcher(path);
    if (method.equals("POST") && rollback.matches()) {
      return Optional.of(
          new Call(Fault.Operation.ROLLBACK, rollback.group(1), rollback.group(2), null, true));
    }
    Matcher list = LIST.matcher(path);
    if (method.equals("GET") && list.matches()) {
      boolean evsStyle = path.contains("cloud") || path.contains("os-vendor");
      String project = list.group(1);
      return Optional.of(
          new Call(Fault.Operation.LIST, project, list.group(2), null, evsStyle, Page.of(uri)));
    }
    return switch (method) {
      case "GET" ->
          of(SNAPSHOT.matcher(path), Fault.Operation.SHOW_SNAPSHOT)
              .or(() -> of(VOLUME.matcher(path), Fault.Operation.SHOW_VOLUME));
      case "PUT" ->
          of(SNAPSHOT.matcher(path), Fault.Operation.CHANGE_SNAPSHOT)
              .or(() -> of(VOLUME.matcher(path), Fault.Operation.CHANGE_VOLUME));
      default -> Optional.empty();
    };
  }

  private static Optional<Call> of(Matcher path, Fault.Operation operation) {
    if (!path.matches()) {
      return Optional.empty();
    }
    boolean evsStyle = path.group(1) == null;
    String project = evsStyle ? path.group(2) : path.group(1);
    return Optional.of(new Call(operation, project, path.group(3), null, evsStyle));
  }

  @Override
  public Reply carryOut(
      Call call, Content content, @Nullable Duration visibleAfter, boolean repeated) {
    try {
      return switch (call.operation()) {
        case ROLLBACK -> {
          var ours =
              new RollbackCall(
                  call.projectId(),
                  call.id(),
                  target(content.body()),
                  content.permit(),
                  visibleAfter,
                  repeated);
          yield Reply.of(202, Documents.rollback(world.rollback(ours, EvsApi::require)));
        }
        case SHOW_SNAPSHOT ->
            Reply.of(
                200,
                Documents.snapshot(world.snapshot(call.projectId(), call.id()), !call.evsStyle()));
        case SHOW_VOLUME ->
            Reply.of(
                200, Documents.volume(world.volume(call.projectId(), call.id()), !call.evsStyle()));
        case CHANGE_SNAPSHOT, CHANGE_VOLUME ->
            Reply.of(200, Renaming.carryOut(world, call, content));
        case LIST_SNAPSHOTS -> unknown();
        case LIST ->
            Reply.of(
                200,
                Lists.page(
                    world,
                    call,
                    one -> Documents.snapshot(one, !call.evsStyle()).path("snapshot"),
                    one -> Documents.volume(one, !call.evsStyle()).path("volume")));
      };
    } catch (Refusal no) {
      String message = String.valueOf(no.getMessage());
      return Reply.of(
          no.httpStatus(), Documents.error(no.httpStatus(), no.code(), message, !call.evsStyle()));
    }
  }

  private static @Nullable String target(byte[] request) throws Refusal {
    try {
      JsonNode rollback = JSON.readTree(request).path("rollback");
      if (!rollback.isObject()) {
        throw new Refusal(400, "EVS.1052", "The body has no object rollback.");
      }
      if (rollback.has("name") && !rollback.has("volume_id")) {
        throw new Refusal(400, "EVS.5400", "name needs volume_id.");
      }
      return rollback.has("volume_id") ? rollback.get("volume_id").asText() : null;
    } catch (IOException e) {
      throw new Refusal(400, "EVS.1052", "The body is not JSON.");
    }
  }

  /** The rollback document's interface constraints. */
  private static void require(Rules.Scene scene) throws Refusal {
    SimSnapshot snapshot = scene.snapshot();
    SimVolume volume = scene.volume();
    if (snapshot == null) {
      throw new Refusal(404, "EVS.5404", "The snapshot could not be found.");
    }
    if (volume == null) {
      throw Refusal.notFound("Volume", snapshot.volumeId());
    }
    String target = scene.target();
    if (target != null && !target.equals(volume.id())) {
      throw new Refusal(400, "EVS.5400", "The snapshot does not belong to volume " + target + ".");
    }
    if (!snapshot.status().equals("available")) {
      throw new Refusal(
          400, "EVS.5400", "Snapshot status must be available, but is " + snapshot.status());
    }
    if (!volume.status().equals("available") && !volume.status().equals("error_rollbacking")) {
      throw new Refusal(
          400, "EVS.5400", "Must specify a valid status: volume is " + volume.status());
    }
    if (scene.rollsBack()) {
      throw new Refusal(400, "EVS.5400", "Must specify a valid status: volume is rollbacking");
    }
  }

  @Override
  public Reply unknown() {
    return Reply.of(
        404,
        Documents.fault(404, "APIGW.0101", "The API does not exist or has not been published"));
  }

  @Override
  public Reply fault(int status, @Nullable String code, @Nullable String message) {
    return code == null
        ? new Reply(status, "<html>injected fault</html>".getBytes(StandardCharsets.UTF_8))
        : Reply.of(status, Documents.fault(status, code, message));
  }
}
