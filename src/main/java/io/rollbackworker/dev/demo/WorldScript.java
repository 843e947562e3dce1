package io.rollbackworker.dev.demo;

import io.rollbackworker.dev.simulator.Faults;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.Simulator;
import io.rollbackworker.dev.simulator.World;
import java.time.Instant;

/** Scenarios that need volumes and faults of their own. */
abstract class WorldScript extends Script {
  protected final World world;
  protected final Faults faults;
  private final String prefix;
  private int made;

  /**
   * @param prefix names this script's volumes
   */
  WorldScript(String prefix, Simulator cloud) {
    this.prefix = prefix;
    this.world = cloud.world();
    this.faults = cloud.faults();
  }

  /** A volume with a snapshot that nobody else uses; its name. */
  protected final String fresh() {
    String name = "demo-" + prefix + "-" + ++made;
    SeedWorld.pair(world, name, "available", "available");
    return name;
  }

  protected static String expires(int secondsFromNow) {
    return "\"expires_at\":\"" + Instant.now().plusSeconds(secondsFromNow) + "\"";
  }
}
