package io.rollbackworker.dev.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** A person gives a snapshot or a volume another name. */
final class Renaming {
  private Renaming() {}

  static ObjectNode carryOut(World world, Api.Call call, Api.Content content) throws Refusal {
    boolean ofSnapshot = call.operation() == Fault.Operation.CHANGE_SNAPSHOT;
    String name = name(content.body(), ofSnapshot ? "snapshot" : "volume");
    if (ofSnapshot) {
      world.rename(world.snapshot(call.projectId(), call.id()), name);
      return Documents.snapshot(world.snapshot(call.projectId(), call.id()), !call.evsStyle());
    }
    String id = world.volume(call.projectId(), call.id()).id();
    world.changeVolume(id, volume -> volume.withName(name, world.now()));
    return Documents.volume(world.volume(call.projectId(), id), !call.evsStyle());
  }

  private static String name(byte[] body, String what) throws Refusal {
    try {
      return Api.JSON.readTree(body).path(what).path("name").asText();
    } catch (IOException e) {
      throw new Refusal(400, "EVS.1052", "The body is not JSON.");
    }
  }
}
