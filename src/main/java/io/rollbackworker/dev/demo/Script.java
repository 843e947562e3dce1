package io.rollbackworker.dev.demo;

import io.rollbackworker.dev.demo.Scenario.Answers;
import io.rollbackworker.dev.demo.Scenario.Expected;
import io.rollbackworker.dev.demo.Scenario.Message;
import io.rollbackworker.dev.simulator.Faults;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.Simulator;
import io.rollbackworker.dev.simulator.World;
import io.rollbackworker.outcome.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The words in which scenarios are written. Not thread-safe. */
class Script {
  private static final Expected COMPLETED = new Expected("completed", "", false);

  private final List<Scenario> scenarios = new ArrayList<>();
  protected final World world;
  protected final Faults faults;
  private final String prefix;
  private int made;

  /**
   * @param prefix names this script's volumes
   */
  Script(String prefix, Simulator cloud) {
    this.prefix = prefix;
    this.world = cloud.world();
    this.faults = cloud.faults();
  }

  final List<Scenario> scenarios() {
    return List.copyOf(scenarios);
  }

  final void say(String title, Message message, Expected... expected) {
    say(title, answers -> message, expected);
  }

  final void say(String title, Function<Answers, Message> message, Expected... expected) {
    scenarios.add(new Scenario(title, message, List.of(expected)));
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

  /**
   * A command for the snapshot that the seed world has under a name; fields as JSON without braces.
   */
  static Message command(String seedName, String fields) {
    return json(SeedWorld.snapshotId(seedName), fields);
  }

  static Message json(String snapshotId, String fields) {
    String more = fields.isEmpty() ? "" : "," + fields;
    return text(snapshotId, "{\"snapshot_id\":\"" + snapshotId + "\"" + more + "}");
  }

  static Message text(String key, String value) {
    return bytes(key, value.getBytes(StandardCharsets.UTF_8));
  }

  static Message bytes(String key, byte[] value) {
    return new Message(key, value, null, Map.of());
  }

  static Expected accepted() {
    return new Expected("accepted", "response", false);
  }

  /** Accepted by the cloud's answer, and completed. */
  static Expected[] done() {
    return new Expected[] {accepted(), COMPLETED};
  }

  /** Accepted because it was seen to run, and completed. */
  static Expected[] observed() {
    return new Expected[] {new Expected("accepted", "observed", false), COMPLETED};
  }

  static Expected rejected(ErrorCode code) {
    return new Expected("rejected", code.name(), false);
  }

  static Expected would(String what) {
    return new Expected("checked", what, false);
  }

  static Expected duplicate(String type, String detail) {
    return new Expected(type, detail, true);
  }
}
