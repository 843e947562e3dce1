package io.rollbackworker.cinder;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.VolumeId;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.SimSettings;
import io.rollbackworker.dev.simulator.SimSnapshot;
import io.rollbackworker.dev.simulator.SimVolume;
import io.rollbackworker.dev.simulator.Simulator;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Our own; all reverts of one simulator take two seconds. */
final class SimulatedCinder implements CinderPlace {
  private final Simulator simulator =
      Simulator.start(
          new SimSettings(
                  0, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(2), Duration.ZERO, null)
              .asCinder(),
          Clock.systemUTC());

  @Override
  public URI endpoint() {
    return simulator.endpoint();
  }

  @Override
  public Pair newPair(int seconds, boolean fails) {
    String volume = UUID.randomUUID().toString();
    String now = simulator.world().now();
    simulator
        .world()
        .put(
            new SimVolume(
                volume, SeedWorld.PROJECT, "v", "available", 1, List.of(), "empty", now, now));
    return new Pair(new VolumeId(volume), snapshot(volume, fails));
  }

  private SnapshotId snapshot(String volume, boolean fails) {
    String id = UUID.randomUUID().toString();
    String now = simulator.world().now();
    simulator
        .world()
        .put(
            new SimSnapshot(
                id,
                SeedWorld.PROJECT,
                volume,
                "before",
                "available",
                1,
                Map.of(),
                "empty",
                fails,
                now,
                now));
    return new SnapshotId(id);
  }

  @Override
  public SnapshotId addSnapshot(VolumeId volume) {
    return snapshot(volume.value(), false);
  }

  @Override
  public void attach(VolumeId volume) {
    simulator
        .world()
        .changeVolume(
            volume.value(),
            v ->
                new SimVolume(
                    v.id(),
                    v.projectId(),
                    v.name(),
                    "in-use",
                    v.sizeGb(),
                    List.of("6b604cef-9bd8-4f5a-ae56-45839e6e1f0a"),
                    v.content(),
                    v.createdAt(),
                    simulator.world().now()));
  }

  @Override
  public String data(VolumeId volume) {
    return simulator.world().volume(volume.value()).content();
  }

  @Override
  public void write(VolumeId volume, String text) {
    simulator
        .world()
        .changeVolume(
            volume.value(),
            v ->
                new SimVolume(
                    v.id(),
                    v.projectId(),
                    v.name(),
                    v.status(),
                    v.sizeGb(),
                    v.servers(),
                    text,
                    v.createdAt(),
                    v.updatedAt()));
  }

  @Override
  public void close() {
    simulator.close();
  }
}
