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
    List<JsonNode> all =
        call.id().equals(SNAPSHOTS)
            ? world.snapshots().stream()
                .filter(one -> one.projectId().equals(call.projectId()))
                .sorted(Comparator.comparing(SimSnapshot::updatedAt, LAST_FIRST))
                .map(snapshot)
                .toList()
            : world.volumes().stream()
                .filter(one -> one.projectId().equals(call.projectId()))
                .sorted(Comparator.comparing(SimVolume::updatedAt, LAST_FIRST))
                .map(volume)
                .toList();
    ObjectNode body = Api.JSON.createObjectNode();
    body.putArray(call.id()).addAll(call.page().of(all));
    return body;
  }
}
