package io.rollbackworker.cinder;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.VolumeId;
import java.net.URI;
import java.util.Map;

/** A Cinder to try things on: the simulated one, or a real service. */
interface CinderPlace extends AutoCloseable {
  /** A volume of 1 GB and its only snapshot. */
  record Pair(VolumeId volume, SnapshotId snapshot) {}

  URI endpoint();

  /**
   * Makes one, both available.
   *
   * @param seconds a revert takes so long
   * @param fails a revert fails
   */
  Pair newPair(int seconds, boolean fails) throws Exception;

  /** Makes a newer snapshot of the volume, available. */
  SnapshotId addSnapshot(VolumeId volume) throws Exception;

  /** To a server, as Nova does. */
  void attach(VolumeId volume) throws Exception;

  /** What the volume holds; a new one holds what its snapshot holds. */
  String data(VolumeId volume) throws Exception;

  void write(VolumeId volume, String text) throws Exception;

  /** Headers that everybody sends. */
  default Map<String, String> headers(String project) {
    return Map.of(
        "X-Auth-Token",
        "tester:" + project,
        "Content-Type",
        "application/json",
        "OpenStack-API-Version",
        "volume 3.40");
  }

  @Override
  void close();
}
