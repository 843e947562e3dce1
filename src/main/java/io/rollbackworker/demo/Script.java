package io.rollbackworker.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollbackworker.demo.Scenario.Answers;
import io.rollbackworker.demo.Scenario.Expected;
import io.rollbackworker.demo.Scenario.Message;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.simulator.SeedWorld;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The words in which scenarios are written. Not thread-safe. */
class Script {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final List<Scenario> scenarios = new ArrayList<>();

  final List<Scenario> scenarios() {
    return List.copyOf(scenarios);
  }

  final void say(String title, String name, Message message, Expected... expected) {
    scenarios.add(new Scenario(title, name, answers -> message, List.of(expected)));
  }

  final void say(
      String title, String name, Function<Answers, Message> message, Expected... expected) {
    scenarios.add(new Scenario(title, name, message, List.of(expected)));
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

  static Message evidence(Outcome inDoubt, String says) {
    ObjectNode evidence = JSON.createObjectNode();
    String snapshotId = String.valueOf(inDoubt.subject().snapshotId());
    evidence.put("kind", "evidence");
    evidence.put("snapshot_id", snapshotId);
    evidence.put("command_id", inDoubt.subject().commandId().value());
    evidence.put(
        "permit", inDoubt.result() instanceof Result.InDoubt doubt ? doubt.permit() : "none");
    evidence.put("says", says);
    evidence.put("by", "operator");
    evidence.put("reason", "looked at the console");
    return text(snapshotId, evidence.toString());
  }

  static Expected accepted() {
    return new Expected("accepted", "response", false);
  }

  static Expected observed() {
    return new Expected("accepted", "observed", false);
  }

  static Expected completed() {
    return new Expected("completed", "", false);
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
