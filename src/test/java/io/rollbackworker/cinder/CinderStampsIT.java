package io.rollbackworker.cinder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollbackworker.cinder.CinderPlace.Pair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a real Cinder's {@code updated_at} says of every operation that a user can make: only a
 * revert moves those of snapshot and volume together and leaves names, descriptions and metadata.
 * The table is target/cinder-stamps.md.
 */
@Tag("containers")
class CinderStampsIT {
  private static final Duration TOGETHER = Duration.ofSeconds(5);

  /** Stamps of two operations that follow each other must not look like one. */
  private static final Duration APART = Duration.ofSeconds(6);

  private final List<String> rows = new ArrayList<>();
  private RealCinder cinder;

  /** Both objects of a pair, as the API shows them. */
  private record Shown(JsonNode snapshot, JsonNode volume) {
    String described() {
      return described(snapshot) + described(volume);
    }

    private static String described(JsonNode thing) {
      return thing.path("name") + " " + thing.path("description") + " " + thing.path("metadata");
    }

    boolean isTogether() {
      Duration apart =
          Duration.between(
              LocalDateTime.parse(snapshot.path("updated_at").asText()),
              LocalDateTime.parse(volume.path("updated_at").asText()));
      return apart.abs().compareTo(TOGETHER) <= 0;
    }

    boolean isAtRest() {
      return statuses().equals("available, available");
    }

    String statuses() {
      return snapshot.path("status").asText() + ", " + volume.path("status").asText();
    }

    private static boolean moved(JsonNode before, JsonNode after) {
      return !before.path("updated_at").equals(after.path("updated_at"));
    }
  }

  private interface Operation {
    String run(Pair pair) throws Exception;
  }

  @Test
  void shouldMoveBothStampsTogetherByARevertAlone() throws Exception {
    cinder = RealCinder.orSkip();
    try {
      boolean revert = looksLikeARevert("revert", this::revert);
      List<String> others = new ArrayList<>();
      for (Map.Entry<String, Operation> other : others().entrySet()) {
        if (looksLikeARevert(other.getKey(), other.getValue())) {
          others.add(other.getKey());
        }
      }
      write();

      assertThat(revert).isTrue();
      assertThat(others).containsExactly("reset-state of both, by hand");
    } finally {
      cinder.close();
    }
  }

  private Map<String, Operation> others() {
    return new TreeMap<>(
        Map.ofEntries(
            Map.entry("nothing", pair -> ""),
            Map.entry("rename volume", pair -> put(volume(pair), "volume", "\"name\":\"x\"")),
            Map.entry(
                "describe volume", pair -> put(volume(pair), "volume", "\"description\":\"x\"")),
            Map.entry("volume metadata", pair -> metadata(volume(pair))),
            Map.entry("rename snapshot", pair -> put(snapshot(pair), "snapshot", "\"name\":\"x\"")),
            Map.entry("snapshot metadata", pair -> metadata(snapshot(pair))),
            Map.entry("rename both at once", this::renameBoth),
            Map.entry("extend volume", pair -> action(pair, "{\"os-extend\":{\"new_size\":2}}")),
            Map.entry("attach and detach", this::attachAndDetach),
            Map.entry(
                "clone of volume", pair -> make("\"source_volid\":\"" + pair.volume() + "\"")),
            Map.entry(
                "volume from snapshot",
                pair -> make("\"snapshot_id\":\"" + pair.snapshot() + "\"")),
            Map.entry("newer snapshot", pair -> cinder.addSnapshot(pair.volume()).value()),
            Map.entry("newer snapshot, deleted again", this::addAndDelete),
            Map.entry(
                "refused revert", // Of a snapshot that is not the newest.
                pair -> {
                  cinder.addSnapshot(pair.volume());
                  return revert(pair);
                }),
            Map.entry(
                "retype",
                pair ->
                    action(
                        pair,
                        "{\"os-retype\":{\"new_type\":\"__DEFAULT__\",\"migration_policy\":\"never\"}}")),
            Map.entry(
                "read-only flag",
                pair -> action(pair, "{\"os-update_readonly_flag\":{\"readonly\":true}}")),
            Map.entry(
                "bootable flag", pair -> action(pair, "{\"os-set_bootable\":{\"bootable\":true}}")),
            Map.entry("reset-state of volume", pair -> reset(pair, true, false)),
            Map.entry("reset-state of snapshot", pair -> reset(pair, false, true)),
            Map.entry("reset-state of both, by hand", pair -> reset(pair, true, true)),
            Map.entry(
                "backup of volume",
                pair ->
                    cinder.call(
                        "POST",
                        "/backups",
                        "{\"backup\":{\"volume_id\":\"" + pair.volume() + "\"}}")),
            Map.entry(
                "backup of snapshot",
                pair ->
                    cinder.call(
                        "POST",
                        "/backups",
                        "{\"backup\":{\"volume_id\":\"%s\",\"snapshot_id\":\"%s\"}}"
                            .formatted(pair.volume(), pair.snapshot())))));
  }

  private boolean looksLikeARevert(String name, Operation operation) throws Exception {
    Pair pair = cinder.newPair(0, false);
    await().pollDelay(APART).until(() -> true); // From the making of both.
    Shown before = shown(pair);
    String said = operation.run(pair);
    Shown after = atRest(pair, said);
    boolean snapshot = Shown.moved(before.snapshot, after.snapshot);
    boolean volume = Shown.moved(before.volume, after.volume);
    boolean described = before.described().equals(after.described());
    boolean revert = after.isAtRest() && snapshot && volume && after.isTogether() && described;
    rows.add(
        "| %s | %s | %s | %s | %s | %s |"
            .formatted(
                name,
                said.startsWith("HTTP") ? said : after.isAtRest() ? "done" : after.statuses(),
                word(snapshot),
                word(volume),
                described ? "as before" : "changed",
                revert ? "**taken**" : "nothing"));
    return revert;
  }

  /** Some operations do not end here: there is no backup service, say. */
  private Shown atRest(Pair pair, String said) throws Exception {
    try {
      return await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> shown(pair), shown -> shown.isAtRest() || said.startsWith("HTTP"));
    } catch (ConditionTimeoutException e) {
      return shown(pair);
    }
  }

  private void write() throws Exception {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "| operation | service | snapshot's updated_at | volume's | names, metadata | rule"
                    + " says |",
                "|---|---|---|---|---|---|"));
    lines.addAll(rows);
    Files.write(Path.of("target", "cinder-stamps.md"), lines);
  }

  private static String word(boolean moved) {
    return moved ? "moved" : "stayed";
  }

  private Shown shown(Pair pair) throws Exception {
    return new Shown(
        cinder.get(snapshot(pair)).path("snapshot"), cinder.get(volume(pair)).path("volume"));
  }

  private String revert(Pair pair) throws Exception {
    return action(pair, "{\"revert\":{\"snapshot_id\":\"" + pair.snapshot() + "\"}}");
  }

  private String renameBoth(Pair pair) throws Exception {
    return put(volume(pair), "volume", "\"name\":\"x\"")
        + put(snapshot(pair), "snapshot", "\"name\":\"x\"");
  }

  private String attachAndDetach(Pair pair) throws Exception {
    cinder.attach(pair.volume());
    return action(pair, "{\"os-detach\":{}}");
  }

  private String addAndDelete(Pair pair) throws Exception {
    return cinder.call("DELETE", "/snapshots/" + cinder.addSnapshot(pair.volume()), null);
  }

  private String reset(Pair pair, boolean volume, boolean snapshot) throws Exception {
    String status = "{\"os-reset_status\":{\"status\":\"available\"}}";
    String said = volume ? action(pair, status) : "";
    return snapshot ? said + cinder.call("POST", snapshot(pair) + "/action", status) : said;
  }

  private String make(String from) throws Exception {
    return cinder.call("POST", "/volumes", "{\"volume\":{\"size\":1," + from + "}}");
  }

  private String put(String path, String what, String change) throws Exception {
    return cinder.call("PUT", path, "{\"" + what + "\":{" + change + "}}");
  }

  private String metadata(String path) throws Exception {
    return cinder.call("POST", path + "/metadata", "{\"metadata\":{\"x\":\"y\"}}");
  }

  private String action(Pair pair, String body) throws Exception {
    return cinder.call("POST", volume(pair) + "/action", body);
  }

  private static String volume(Pair pair) {
    return "/volumes/" + pair.volume();
  }

  private static String snapshot(Pair pair) {
    return "/snapshots/" + pair.snapshot();
  }
}
