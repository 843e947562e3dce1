package io.rollbackworker.proof.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.random.RandomGenerator;

/** A fault of the cloud, as the simulator takes it. */
record CloudTrouble(String name, String json) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An operation and a fault point, with the status and code of its answer. */
  record Kind(String operation, String point, int status, String code) {
    @Override
    public String toString() {
      return operation
          + " "
          + point
          + (status == 0 ? "" : " " + status)
          + (code == null ? "" : " " + code);
    }
  }

  static final List<Kind> KINDS =
      List.of(
          onRollback("error_before_effect", 500, null),
          onRollback("error_before_effect", 503, null),
          onRollback("error_before_effect", 400, null),
          onRollback("error_before_effect", 429, "APIGW.0308"),
          onRollback("error_before_effect", 401, "APIGW.0301"),
          onRollback("error_after_effect", 500, null),
          onRollback("error_after_effect", 502, null),
          onRollback("error_after_effect", 400, null),
          onRollback("close_before_effect", 0, null),
          onRollback("close_after_effect", 0, null),
          onRollback("close_mid_body", 0, null),
          onRollback("silence_before_effect", 0, null),
          onRollback("silence_after_effect", 0, null),
          onRollback("slow", 0, null),
          onRollback("repeated", 0, null),
          onRollback("visible_late", 0, null),
          new Kind("show_snapshot", "error_before_effect", 500, null),
          new Kind("show_snapshot", "error_before_effect", 429, "APIGW.0308"),
          new Kind("show_snapshot", "close_mid_body", 0, null),
          new Kind("show_volume", "error_before_effect", 503, null),
          new Kind("show_volume", "silence_before_effect", 0, null),
          new Kind("show_volume", "slow", 0, null));

  private static Kind onRollback(String point, int status, String code) {
    return new Kind("rollback", point, status, code);
  }

  static CloudTrouble of(Kind kind, RandomGenerator random) {
    ObjectNode fault = JSON.createObjectNode();
    fault.put("operation", kind.operation);
    fault.put("point", kind.point);
    if (kind.status > 0) {
      fault.put("status", kind.status);
    }
    if (kind.code != null) {
      fault.put("code", kind.code);
      fault.put("message", "policy user over ratelimit,limit:5,time:1 second");
    }
    fault.put("times", kind.status == 429 ? 5 + random.nextInt(20) : 1 + random.nextInt(4));
    // Silence lasts beyond every time-out; what shows late does so within rules.visible-after.
    fault.put(
        "delayMillis",
        switch (kind.point) {
          case "visible_late" -> 300 + random.nextInt(900);
          case "slow" -> 500 + random.nextInt(2_000);
          default -> 6_000;
        });
    return new CloudTrouble(kind.toString(), fault.toString());
  }
}
