package io.rollbackworker.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollbackworker.cloud.errors.UnfitAnswer;
import io.rollbackworker.command.Sha256;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.VolumeId;
import io.rollbackworker.precondition.Snapshot;
import io.rollbackworker.precondition.Volume;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Bodies of the answers that show snapshots and volumes. Fields that we do not know are ignored:
 * the documents' samples already hold undocumented ones.
 */
final class Wire {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Metadata key of a snapshot made automatically for a server backup (show-snapshot document). */
  private static final String SERVER_BACKUP_KEY = "__system__enableActive";

  /** Enough to notice a change; nobody gains by two texts of one hash. */
  private static final int DESCRIBED_CHARS = 16;

  private Wire() {}

  /**
   * @throws IOException when the body is not the documented one
   */
  static Snapshot snapshot(byte[] body, Dialect dialect) throws IOException {
    return snapshot(object(body, "snapshot"), dialect);
  }

  private static Snapshot snapshot(JsonNode snapshot, Dialect dialect) throws IOException {
    String status = required(snapshot, "status");
    try {
      return new Snapshot(
          SnapshotId.parse(required(snapshot, "id")),
          status,
          dialect.snapshotState(status),
          snapshot.path("name").asText(""),
          text(snapshot, "created_at"),
          text(snapshot, "updated_at"),
          VolumeId.parse(required(snapshot, "volume_id")),
          snapshot.path("size").asInt(),
          text(snapshot, "os-extended-snapshot-attributes:project_id"),
          snapshot.path("metadata").has(SERVER_BACKUP_KEY),
          described(snapshot));
    } catch (IllegalArgumentException e) {
      throw new UnfitAnswer("the cloud's snapshot has an id that is none: " + e.getMessage());
    }
  }

  /**
   * @throws IOException when the body is not the documented one
   */
  static Volume volume(byte[] body, Dialect dialect) throws IOException {
    return volume(object(body, "volume"), dialect);
  }

  private static Volume volume(JsonNode volume, Dialect dialect) throws IOException {
    List<String> servers = new ArrayList<>();
    volume.path("attachments").forEach(a -> servers.add(a.path("server_id").asText("unknown")));
    String status = required(volume, "status");
    try {
      return new Volume(
          VolumeId.parse(required(volume, "id")),
          status,
          dialect.volumeState(status),
          text(volume, "name"),
          text(volume, "updated_at"),
          // Older descriptions have it as text.
          volume.path("size").asInt(),
          servers,
          described(volume));
    } catch (IllegalArgumentException e) {
      throw new UnfitAnswer("the cloud's volume has an id that is none: " + e.getMessage());
    }
  }

  /**
   * A volume's newest snapshot.
   *
   * @param id empty: the volume has none
   */
  record Newest(String id, String status, String name) {
    /** Cinder makes one for safety before it reverts, and deletes it after the revert's end. */
    private static final String SAFETY = "[revert] volume";

    boolean isPassing() {
      return !status.equals("available") || name.startsWith(SAFETY);
    }
  }

  /**
   * The first snapshot of a list.
   *
   * @throws IOException when the body is no list of snapshots
   */
  static Newest newestSnapshot(byte[] body) throws IOException {
    JsonNode list = list(body, "snapshots");
    if (list.isEmpty()) {
      return new Newest("", "", "");
    }
    JsonNode first = list.get(0);
    return new Newest(
        required(first, "id"), required(first, "status"), first.path("name").asText(""));
  }

  /**
   * A page of a list; empty are those that cannot be read, which nobody may have asked for.
   *
   * @throws IOException when the body is no list
   */
  static List<Optional<Snapshot>> snapshots(byte[] body, Dialect dialect) throws IOException {
    return page(list(body, "snapshots"), snapshot -> snapshot(snapshot, dialect));
  }

  /** The same of volumes. */
  static List<Optional<Volume>> volumes(byte[] body, Dialect dialect) throws IOException {
    return page(list(body, "volumes"), volume -> volume(volume, dialect));
  }

  private interface Item<T> {
    T read(JsonNode object) throws IOException;
  }

  private static <T> List<Optional<T>> page(JsonNode list, Item<T> item) throws IOException {
    List<Optional<T>> page = new ArrayList<>();
    for (JsonNode object : list) {
      try {
        page.add(Optional.of(item.read(object)));
      } catch (UnfitAnswer e) {
        page.add(Optional.empty());
      }
    }
    return page;
  }

  private static JsonNode list(byte[] body, String name) throws IOException {
    JsonNode list = JSON.readTree(body).path(name);
    if (!list.isArray()) {
      throw new UnfitAnswer("the cloud's answer holds no list \"" + name + "\"");
    }
    return list;
  }

  private static JsonNode object(byte[] body, String name) throws IOException {
    JsonNode tree = JSON.readTree(body);
    if (!tree.path(name).isObject()) {
      throw new UnfitAnswer("the cloud's answer holds no object \"" + name + "\"");
    }
    return tree.get(name);
  }

  private static String required(JsonNode object, String name) throws IOException {
    String text = text(object, name);
    if (text == null) {
      throw new UnfitAnswer("the cloud's answer has no \"" + name + "\"");
    }
    return text;
  }

  /** Metadata in the order of their names: a cloud need not keep one. */
  private static String described(JsonNode object) {
    StringBuilder all = new StringBuilder(object.path("name").asText());
    all.append('\n').append(object.path("description").asText());
    JsonNode metadata = object.path("metadata");
    if (!metadata.isEmpty()) { // Mostly it is, and this is done at every look.
      Map<String, String> sorted = new TreeMap<>();
      metadata.properties().forEach(p -> sorted.put(p.getKey(), p.getValue().asText()));
      all.append('\n').append(sorted);
    }
    byte[] bytes = all.toString().getBytes(StandardCharsets.UTF_8);
    return Sha256.hex(bytes).substring(0, DESCRIBED_CHARS);
  }

  private static @Nullable String text(JsonNode object, String name) {
    return object.path(name).textValue();
  }
}
