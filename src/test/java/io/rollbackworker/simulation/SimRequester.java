package io.rollbackworker.simulation;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.kafka.Placement;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.simulation.Script.Event;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Whoever publishes commands: repeated, misplaced, superseding, late, unreadable ones, and many.
 */
final class SimRequester {
  private final Stage stage;
  private final SimBroker broker;
  private final SimCloud cloud;
  private int published;

  SimRequester(Stage stage, SimBroker broker, SimCloud cloud) {
    this.stage = stage;
    this.broker = broker;
    this.cloud = cloud;
  }

  /** Publishes what an event says. */
  void publish(Event e) {
    int number = published++;
    SnapshotId id = cloud.used(e.who());
    int home = Placement.of(id, Script.PARTITIONS);
    int partition = e.millis() % 5 == 0 ? 1 - home : home;
    publish(partition, command(id, e, number));
    if (e.what() % 19 == 0) { // Somebody who only fills the entry.
      for (int i = 0; i <= Entry.MAX_RUNS; i++) {
        publish(
            home,
            "{\"snapshot_id\":\"%s\",\"command_id\":\"junk-%d-%d\",\"supersedes\":\"none\"}"
                .formatted(id, number, i));
      }
    }
  }

  private String command(SnapshotId id, Event e, int number) {
    StringBuilder json = new StringBuilder("{\"snapshot_id\":\"" + id + "\"");
    int what = e.what();
    if (what % 4 > 0) {
      json.append(",\"command_id\":\"c").append(what % 5 == 0 ? e.who() : number).append('"');
    }
    if (what % 7 == 0) {
      json.append(",\"supersedes\":\"c").append(Math.max(0, number - 1)).append('"');
    }
    if (what % 11 == 0) {
      Instant expires = stage.now().plusSeconds(what % 60);
      json.append(",\"expires_at\":\"").append(expires).append('"');
    }
    boolean unreadable = what % 17 == 0;
    return json.append(what % 13 == 0 ? ",\"dry_run\":true}" : unreadable ? "" : "}").toString();
  }

  private void publish(int partition, String json) {
    TopicPartition commands = new TopicPartition(Simulation.KAFKA.commandsTopic(), partition);
    stage.start(
        Stage.Host.NOBODY,
        "publish",
        () ->
            broker
                .log(commands)
                .append(null, json.getBytes(StandardCharsets.UTF_8), new RecordHeaders()));
  }
}
