package io.rollbackworker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.TestBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What requesters' programs are promised by the client, on a real broker and real workers. */
class RollbackClientIT {
  private static final Map<String, Object> BROKER =
      Map.of("bootstrap.servers", TestBroker.bootstrapServers());

  private static RollbackClient connect(Fleet fleet) {
    return RollbackClient.connect(
        BROKER,
        new RollbackClient.Options(
            fleet.kafka().commandsTopic(), fleet.kafka().outcomesTopic(), Optional.empty()));
  }

  private static Command command(String seed) {
    return Command.rollBackTo(SeedWorld.snapshotId(seed));
  }

  private static Outcome await60s(CompletableFuture<Outcome> outcome) throws Exception {
    return outcome.get(60, TimeUnit.SECONDS);
  }

  @Test
  void shouldFollowCommandsToTheirEnds() throws Exception {
    try (Fleet fleet = Fleet.with(3)) {
      fleet.ready();
      try (RollbackClient client = connect(fleet)) {
        List<CompletableFuture<Outcome>> ends = new ArrayList<>();
        for (int i = 1; i <= 50; i++) {
          ends.add(client.publish(command("bulk-" + i)));
        }
        CompletableFuture<Outcome> attached = client.publish(command("volume-in-use"));
        CompletableFuture<Outcome> checked = client.publish(command("bulk-51").dryRun());
        CompletableFuture<Outcome> accepted =
            client.publish(command("bulk-52"), outcome -> outcome.is("accepted"));

        for (CompletableFuture<Outcome> end : ends) {
          assertThat(await60s(end).type()).isEqualTo("completed");
        }
        assertThat(await60s(attached).errorCode()).contains("VOLUME_IN_USE");
        assertThat(await60s(checked).is("checked")).isTrue();
        assertThat(await60s(accepted).isOver()).isFalse();
      }
      assertThat(fleet.effects()).hasSize(51).allSatisfy((id, n) -> assertThat(n).isEqualTo(1));
    }
  }

  @Test
  void shouldHaveOneEffectForOneObjectPublishedTwice() throws Exception {
    try (Fleet fleet = Fleet.with(1)) {
      fleet.ready();
      try (RollbackClient client = connect(fleet)) {
        Command command = command("bulk-1");

        CompletableFuture<Outcome> first = client.publish(command);
        CompletableFuture<Outcome> again = client.publish(command);

        assertThat(await60s(first).is("completed")).isTrue();
        assertThat(await60s(again).is("completed")).isTrue();
      }
      assertThat(fleet.effects()).containsOnly(Map.entry(SeedWorld.snapshotId("bulk-1"), 1L));
    }
  }

  @Test
  void shouldFollowTheCommandWhoseAnswerARepetitionWasGiven() throws Exception {
    try (Fleet fleet = Fleet.with(1, Duration.ofSeconds(3))) {
      fleet.ready();
      try (RollbackClient client = connect(fleet)) {
        Command original = command("bulk-1");
        await60s(client.publish(original, outcome -> outcome.is("accepted")));

        List<String> types = new ArrayList<>();
        Outcome end =
            await60s(
                client.publish(
                    command("bulk-1"),
                    outcome -> {
                      types.add(outcome.type() + " " + outcome.duplicateOf().isPresent());
                      return outcome.isOver();
                    }));

        assertThat(types).containsExactly("accepted true", "completed false");
        assertThat(end.commandId()).isEqualTo(original.commandId());
      }
    }
  }

  @Test
  void shouldTellWhoWaitsThatNothingMoreWillBeHeard() throws Exception {
    try (Fleet fleet = Fleet.with(1)) {
      RollbackClient client = connect(fleet); // No worker will ever answer.
      CompletableFuture<Outcome> waiting = client.publish(command("bulk-1"));
      CompletableFuture<Outcome> wrong =
          client.publish(
              command("bulk-2"),
              outcome -> {
                throw new IllegalStateException("mistake");
              });

      client.close();

      assertThatThrownBy(() -> await60s(waiting)).hasMessageContaining("was closed");
      assertThatThrownBy(() -> await60s(wrong)).hasMessageContaining("was closed");
      assertThatThrownBy(() -> await60s(client.publish(command("bulk-3"))))
          .isInstanceOf(Exception.class);
      fleet.spoiled(); // Nobody has answered.
    }
  }

  @Test
  void shouldReadEachEventOnceAndGoOnWhereItCommitted() throws Exception {
    try (Fleet fleet = Fleet.with(2)) {
      fleet.ready();
      try (RollbackClient client = connect(fleet)) {
        await60s(client.publish(command("bulk-1")));
        String topic = fleet.kafka().outcomesTopic();
        Map<String, Object> member =
            Map.of(
                "bootstrap.servers", TestBroker.bootstrapServers(), "group.id", "readers-" + topic);
        Set<String> read = new TreeSet<>();

        try (OutcomeReader reader = OutcomeReader.inGroup(topic, member)) {
          assertThat(readUntil(reader, 2)).containsExactly("accepted", "completed");
          reader.commit();
        }
        await60s(client.publish(command("volume-in-use")));
        try (OutcomeReader reader = OutcomeReader.inGroup(topic, member)) {
          assertThat(readUntil(reader, 1)).containsExactly("rejected");
        }
        try (OutcomeReader reader = OutcomeReader.of(topic, true, BROKER)) {
          read.addAll(readUntil(reader, 3));
        }
        assertThat(read).containsExactly("accepted", "completed", "rejected");
      }
    }
  }

  private static List<String> readUntil(OutcomeReader reader, int count) {
    List<String> types = new ArrayList<>();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              reader.poll(Duration.ofMillis(100)).forEach(o -> types.add(o.type()));
              return types.size() >= count;
            });
    return types;
  }

  @Test
  void shouldSayThatThereIsNoSuchTopic() {
    assertThatThrownBy(() -> OutcomeReader.of("no-such-topic", true, BROKER))
        .hasMessageContaining("no-such-topic");
  }
}
