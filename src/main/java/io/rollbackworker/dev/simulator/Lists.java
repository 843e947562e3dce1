package io.rollbackworker.dev.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pages of a project's snapshots and volumes, the last changed first. */
final class Lists {
  static final String SNAPSHOTS = "snapshots";
  private static final Comparator<@Nullable String> LAST_FIRST =
      Comparator.nullsLast(Comparator.reverseOrder());

  private Lists() {}

  /**
   * @param snapshot an API's document of a snapshot
   * @param volume of a volume
   */
  static ObjectNode page(
      World world,
      Api.Call call,
      Function<SimSnapshot, JsonNode> snapshot,
      Function<SimVolume, JsonNode> volume) {
    List<JsonNode> page =
        call.id().equals(SNAPSHOTS)
            ? page(
                call, world.snapshots(), SimSnapshot::projectId, SimSnapshot::updatedAt, snapshot)
            : page(call, world.volumes(), SimVolume::projectId, SimVolume::updatedAt, volume);
    ObjectNode body = Api.JSON.createObjectNode();
    body.putArray(call.id()).addAll(page);
    return body;
  }

  private static <T> List<JsonNode> page(
      Api.Call call,
      List<T> all,
      Function<T, String> project,
      Function<T, @Nullable String> updatedAt,
      Function<T, JsonNode> document) {
    List<T> own =
        all.stream()
            .filter(one -> project.apply(one).equals(call.projectId()))
            .sorted(Comparator.comparing(updatedAt, LAST_FIRST))
            .toList();
    return call.page().of(own).stream().map(document).toList();
  }
}
