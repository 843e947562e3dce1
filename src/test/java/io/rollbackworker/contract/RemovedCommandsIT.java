package io.rollbackworker.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.SimVolume;
import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.client.CommandPublisher;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.Fleet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Commands that retention or an operator removed before anyone read them: the one exception of P3.
 */
class RemovedCommandsIT {
  private Fleet fleet;
  private Admin admin;

  @BeforeEach
  void start() throws Exception {
    fleet = Fleet.with(1);
    admin = Admin.create(new ClientProperties(fleet.kafka()).admin());
  }

  @AfterEach
  void stop() {
    admin.close();
    fleet.close();
  }

  /**
   * Retention, or an operator, removes commands before anyone read them: counted and told, and the
   * lane goes on.
   */
  @Test
  void shouldGoOnBehindCommandsThatWereRemovedUnread() throws Exception {
    var worker = fleet.ready();
    fleet.answer(fleet.publish("bulk-1", ""));
    fleet.stop(worker);
    for (int i = 2; i <= 10; i++) {
      fleet.publish("bulk-" + i, "");
    }
    removeBefore(8);

    fleet.ready();

    assertThat(fleet.answer(fleet.publish("bulk-11", "")).result())
        .isInstanceOf(Result.Accepted.class);
    assertThat(fleet.effects())
        .hasSize(4); // The first, the last of those published meanwhile, and the new one.
  }

  /** The same under a running worker that has not read them yet because its lane is full. */
  @Test
  void shouldOpenAgainWhenItsPositionIsRemovedUnderIt() throws Exception {
    SeedWorld.pair(fleet.cloud().world(), "busy", "backing-up", "available");
    fleet.ready();
    List<CommandPublisher.Sending> sendings = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      sendings.add(fleet.publisher().publish("k", Fleet.json("busy", "")));
    }
    for (CommandPublisher.Sending sending : sendings) {
      sending.await();
    }
    removeBefore(4_000);
    fleet
        .cloud()
        .world()
        .changeVolume(
            SeedWorld.volumeId("busy"),
            v ->
                new SimVolume(
                    v.id(),
                    v.projectId(),
                    v.name(),
                    "available",
                    1,
                    List.of(),
                    "",
                    v.createdAt(),
                    null));

    assertThat(fleet.answer(fleet.publish("bulk-1", "")).result())
        .isInstanceOf(Result.Accepted.class);
    // Removed before or after the first of them was read: that is a race; a second effect is none.
    assertThat(fleet.effects().values()).allMatch(n -> n == 1);
  }

  private void removeBefore(long offset) throws Exception {
    admin
        .deleteRecords(
            Map.of(
                new TopicPartition(fleet.kafka().commandsTopic(), 0),
                RecordsToDelete.beforeOffset(offset)))
        .all()
        .get();
  }
}
