package io.rollbackworker.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.client.CommandPublisher;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.OtherBuild;
import io.rollbackworker.testing.TestBroker;
import io.rollbackworker.testing.TestSettings;
import io.rollbackworker.testing.WorkerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two versions of the program on one ledger, as processes: the newer reads what the older wrote,
 * and writes so that the older reads it, until somebody raises the format; from then on the older
 * holds what it cannot read, and goes on with the rest.
 */
class VersionsIT {
  /** Names the commit of the build before; "none" while there is none. */
  private static final Path BEFORE = Path.of("src/test/resources/formats/previous-build");

  /** As a later version could: one more field in each run, in a format of its own. */
  private static final Map<String, Map<String, String>> INVENTED =
      Map.of(
          "ledger/Entry",
          Map.of("int FORMAT = 4;", "int FORMAT = 5;"),
          "ledger/LedgerForms",
          Map.of(
              "      RunState state) {\n    static OfRun of(",
              "      RunState state,\n      @Nullable String invented) {\n    static OfRun of(",
              "run.state());\n    }\n\n    Run run(",
              "run.state(),\n"
                  + "          format < 5 ? null : \"new\");\n"
                  + "    }\n\n"
                  + "    Run run("));

  /** As it was before heads knew the control topic. */
  private static final Map<String, Map<String, String>> HEADS_OF_FORMAT_1 =
      Map.of(
          "ledger/Head",
          Map.of("int FORMAT = 2;", "int FORMAT = 1;"),
          "ledger/LedgerForms",
          Map.of(
              "      @Nullable String controlTopicId,\n",
              "",
              "          head.controlTopicId(),\n",
              "",
              "          controlTopicId,\n          partitions,",
              "          null,\n          partitions,"));

  private static final URI NO_CLOUD = URI.create("http://127.0.0.1:1");

  private Fleet fleet;

  /** An older and a newer one. */
  private record Pair(OtherBuild older, OtherBuild newer) {}

  static Stream<Pair> pairs() throws IOException {
    OtherBuild now = OtherBuild.edited("now", Map.of());
    OtherBuild invented = OtherBuild.edited("invented", INVENTED);
    String before = Files.readString(BEFORE).strip();
    Pair next = new Pair(now, invented);
    return before.equals("none")
        ? Stream.of(next)
        : Stream.of(new Pair(OtherBuild.ofCommit(before), now), next);
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void shouldShareALedger(Pair pair) throws Exception {
    fleet = madeBy(pair.older);
    with(pair.older, () -> assertAccepted("bulk-1"));
    with(
        pair.newer,
        () -> {
          assertRepeated("bulk-1");
          assertAccepted("bulk-2");
        });
    // Nobody has raised the format: the release can be taken back.
    with(pair.older, () -> assertRepeated("bulk-2"));

    assertThat(run(pair.newer, "topics", "upgrade")).contains("the head of partition 0");
    with(pair.newer, () -> assertAccepted("bulk-3"));

    CommandPublisher.Stored held = fleet.publish("bulk-3", "");
    with(
        pair.older,
        () -> {
          assertAccepted("bulk-4"); // Stored after it, on the same partition.
          assertThat(answersTo(held)).isEmpty();
          assertRepeated("bulk-2");
        });
    with(pair.newer, () -> assertThat(fleet.answer(held).duplicateOf()).isNotNull());
    assertThat(fleet.effects()).hasSize(4).allSatisfy((id, n) -> assertThat(n).isEqualTo(1));
  }

  @Test
  void shouldShareALedgerUntilItsHeadsAreUpgraded() throws Exception {
    OtherBuild older = OtherBuild.edited("heads-1", HEADS_OF_FORMAT_1);
    OtherBuild now = OtherBuild.edited("now", Map.of());
    fleet = madeBy(older);
    with(older, () -> assertAccepted("bulk-1"));
    with(
        now,
        () -> {
          assertRepeated("bulk-1");
          assertAccepted("bulk-2");
        });
    with(older, () -> assertRepeated("bulk-2"));

    assertThat(run(now, "topics", "upgrade")).contains("knows the control topic");

    with(now, () -> assertAccepted("bulk-3"));
    with(
        older,
        () ->
            await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> older.log().contains("it has format 2, this program reads")));
    with(now, () -> assertRepeated("bulk-3"));
  }

  /** Its ledger is written in the format of that build. */
  private static Fleet madeBy(OtherBuild build) throws Exception {
    String name = "v" + UUID.randomUUID().toString().substring(0, 8);
    KafkaSettings kafka = TestSettings.kafka(TestBroker.bootstrapServers(), name);
    build.run(kafka, NO_CLOUD, "topics", "create", "--partitions", "1");
    return Fleet.on(kafka, 1, Duration.ofMillis(50));
  }

  private interface Steps {
    void run() throws Exception;
  }

  private void with(OtherBuild build, Steps steps) throws Exception {
    try (WorkerProcess worker = build.worker(fleet.kafka(), fleet.cloud().endpoint())) {
      steps.run();
      assertThat(worker.terminate()).isZero();
    }
  }

  private String run(OtherBuild build, String... arguments) throws Exception {
    return build.run(fleet.kafka(), fleet.cloud().endpoint(), arguments);
  }

  private void assertAccepted(String snapshot) throws Exception {
    assertThat(fleet.answer(fleet.publish(snapshot, "")).result())
        .isInstanceOf(Result.Accepted.class);
  }

  private void assertRepeated(String snapshot) throws Exception {
    assertThat(fleet.answer(fleet.publish(snapshot, "")).duplicateOf()).isNotNull();
  }

  private List<Outcome> answersTo(CommandPublisher.Stored record) throws Exception {
    return fleet.answers().stream()
        .filter(answer -> answer.record().offset() == record.offset())
        .toList();
  }
}
