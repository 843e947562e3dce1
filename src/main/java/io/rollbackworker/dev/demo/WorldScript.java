package io.rollbackworker.dev.demo;

import io.rollbackworker.dev.simulator.Faults;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.World;
import java.time.Instant;

/** Scenarios that need volumes and faults of their own. */
abstract class WorldScript extends Script {
  protected final World world;
  protected final Faults faults;
  protected final Instant now;
  private final String prefix;
  private int made;

  /**
   * @param prefix names this script's volumes
   */
  WorldScript(String prefix, World world, Faults faults, Instant now) {
    this.prefix = prefix;
    this.world = world;
    this.faults = faults;
    this.now = now;
  }

  /** A volume with a snapshot that nobody else uses; its name. */
  protected final String fresh() {
    String name = "demo-" + prefix + "-" + ++made;
    SeedWorld.pair(world, name, "available", "available");
    return name;
  }

  /** The field of a deadline so many seconds from now. */
  protected final String expires(int seconds) {
    return "\"expires_at\":\"" + now.plusSeconds(seconds) + "\"";
  }
}
