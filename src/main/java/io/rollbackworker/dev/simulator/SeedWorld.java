package io.rollbackworker.dev.simulator;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a new simulator holds: the documents' sample, a volume and a snapshot in every status,
 * backup-made snapshots, and as many ordinary ones as are wanted. All ids but the sample's are made
 * from names, so that they are the same each time.
 */
public final class SeedWorld {
  public static final String PROJECT = "0c2eba2c5af04d3f9e9d0d410b371fde";
  public static final String SNAPSHOT = "2bb856e1-b3d8-4432-a858-09e4ce939389";
  public static final String VOLUME = "5aa119a8-d25b-45a7-8d1b-88e127885635";

  /** EVS volume statuses (API reference, status table). */
  public static final List<String> VOLUME_STATUSES =
      List.of(
          "creating",
          "available",
          "in-use",
          "error",
          "attaching",
          "detaching",
          "backing-up",
          "restoring-backup",
          "error_restoring",
          "uploading",
          "downloading",
          "extending",
          "error_extending",
          "deleting",
          "error_deleting",
          "rollbacking",
          "error_rollbacking",
          "awaiting-transfer");

  /** EVS snapshot statuses (API reference, status table). */
  public static final List<String> SNAPSHOT_STATUSES =
      List.of(
          "creating",
          "available",
          "error",
          "deleting",
          "error_deleting",
          "rollbacking",
          "backing-up");

  private SeedWorld() {}

  /**
   * @param ordinary number of available volumes with one snapshot each, named bulk-1, bulk-2 …
   */
  public static void fill(World world, int ordinary) {
    String now = world.now();
    world.put(
        new SimVolume(
            VOLUME, PROJECT, "test-001", "available", 1, List.of(), "newer data", now, now));
    world.put(snapshot(SNAPSHOT, VOLUME, PROJECT, "snap-001", "available", Map.of(), now));
    VOLUME_STATUSES.forEach(status -> pair(world, "volume-" + status, status, "available"));
    SNAPSHOT_STATUSES.forEach(status -> pair(world, "snapshot-" + status, "available", status));
    for (String prefix :
        List.of("autobk_snapshot_", "manualbk_snapshot_vbs_", "autobk_snapshot_csbs_")) {
      named(world, "reserved-" + prefix, prefix + "0001", Map.of());
    }
    named(world, "server-backup", "snap-server", Map.of("__system__enableActive", "true"));
    for (int i = 1; i <= ordinary; i++) {
      pair(world, "bulk-" + i, "available", "available");
    }
  }

  public static String snapshotId(String name) {
    return id("snapshot of " + name);
  }

  public static String volumeId(String name) {
    return id("volume of " + name);
  }

  private static String id(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  public static void pair(World world, String name, String volumeStatus, String snapshotStatus) {
    String now = world.now();
    SimVolume volume = volume(volumeId(name), PROJECT, volumeStatus, now);
    world.put(volume);
    world.put(snapshot(snapshotId(name), volume.id(), PROJECT, snapshotStatus, now));
  }

  private static void named(
      World world, String name, String snapshotName, Map<String, String> metadata) {
    pair(world, name, "available", "available");
    String id = snapshotId(name);
    String volume = volumeId(name);
    world.put(snapshot(id, volume, PROJECT, snapshotName, "available", metadata, world.now()));
  }

  public static SimVolume volume(String id, String project, String status, String now) {
    List<String> servers =
        status.equals("in-use") ? List.of("6b604cef-9bd8-4f5a-ae56-45839e6e1f0a") : List.of();
    return new SimVolume(
        id, project, "volume-" + id.substring(0, 8), status, 1, servers, "newer data", now, now);
  }

  public static SimSnapshot snapshot(
      String id, String volume, String project, String status, String now) {
    return snapshot(id, volume, project, "snap-" + id.substring(0, 8), status, Map.of(), now);
  }

  private static SimSnapshot snapshot(
      String id,
      String volume,
      String project,
      String name,
      String status,
      Map<String, String> metadata,
      String now) {
    return new SimSnapshot(
        id, project, volume, name, status, 1, metadata, "data of " + id, false, now, null);
  }
}
