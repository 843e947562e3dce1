package io.rollbackworker.contract;

import static io.rollbackworker.testing.CommandLines.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.command.CampaignName;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.dev.simulator.Fault;
import io.rollbackworker.dev.simulator.FaultPoint;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.SimSettings;
import io.rollbackworker.freeze.Freeze;
import io.rollbackworker.kafka.client.CampaignTopic;
import io.rollbackworker.kafka.control.Orders;
import io.rollbackworker.request.Message;
import io.rollbackworker.testing.CommandLines;
import io.rollbackworker.testing.CommandLines.Run;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.worker.Worker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mass rollback as one object. */
class CampaignIT {
  private static final int DISKS = 60;

  @TempDir private Path folder;
  private Fleet fleet;
  private Path config;

  @BeforeEach
  void start() throws Exception {
    SimSettings sim =
        new SimSettings(
            0, Duration.ZERO, Duration.ofMillis(5), Duration.ofMillis(50), Duration.ZERO, null);
    fleet = Fleet.with(2, sim, DISKS);
    Worker worker = fleet.ready();
    await().until(() -> worker.report().frozen().isEmpty());
    config = CommandLines.config(folder, fleet.kafka());
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  private Path plan(int disks, String... others) throws Exception {
    List<String> lines = new ArrayList<>(List.of("snapshot_id,labels.team"));
    for (int i = 1; i <= disks; i++) {
      lines.add(SeedWorld.snapshotId("bulk-" + i) + ",db");
    }
    for (String other : others) {
      lines.add(SeedWorld.snapshotId(other) + ",web");
    }
    return Files.write(folder.resolve("plan.csv"), lines);
  }

  private Run campaign(String... words) {
    List<String> line = new ArrayList<>(List.of("campaign", words[0]));
    line.addAll(List.of(words).subList(1, words.length));
    line.addAll(List.of("--config", config.toString()));
    return CommandLines.plain(line.toArray(String[]::new));
  }

  private static String utf8(byte[] value) {
    return new String(value, StandardCharsets.UTF_8);
  }

  private Run begin(Path plan, String... more) {
    List<String> words = new ArrayList<>(List.of("run", plan.toString(), "--name", "ransom-11"));
    words.addAll(List.of("--yes", "--pause", "0s", "--wave", "20"));
    words.addAll(List.of(more));
    return campaign(words.toArray(String[]::new));
  }

  @Test
  void shouldRollBackEachDiskOnceAndReportTheRest() throws Exception {
    Path plan = plan(DISKS, "volume-in-use", "gone");
    assertThat(begin(plan).exitCode()).as("unasked, with two to be left out").isEqualTo(6);
    assertThat(fleet.effects()).isEmpty();
    Run run = campaign("resume", "ransom-11", "--yes", "--limit", "2");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(4); // Two were left out.
    assertThat(run.out()).contains("ransom-11: 2 left out, 60 completed");
    assertThat(run.err()).contains("canary: 5 disks", "wave 1: 20 disks", "wave 3: 15 disks");
    assertThat(fleet.effects()).hasSize(DISKS).values().containsOnly(1L);

    Path page = folder.resolve("report.html");
    Run report = campaign("report", "ransom-11", "--html", page.toString());
    assertThat(report.out())
        .contains(SeedWorld.snapshotId("volume-in-use") + "  left out  VOLUME_IN_USE: ")
        .contains(SeedWorld.snapshotId("gone") + "  left out  SNAPSHOT_NOT_FOUND: ");
    assertThat(Files.readString(page)).contains("<h1>Campaign ransom-11</h1>", "VOLUME_IN_USE");
    assertThat(campaign("status").out()).contains("60 of 62 disks sent");
    assertThat(campaign("status", "ransom-11").out()).contains("waits for nothing, it is over");
    assertThat(campaign("status", "ransom-11", "--json").out())
        .contains("\"completed\":60", "\"left_out\":2");
    assertThat(campaign("status", "--json").out()).contains("\"campaign\":\"ransom-11\"");
    assertThat(campaign("resume", "ransom-11").exitCode()).isEqualTo(4);
    assertThat(fleet.effects()).values().containsOnly(1L);
    assertThat(
            run(config, "watch", "--from-beginning", "--campaign", "ransom-11", "--count", "1")
                .out())
        .contains("checked");
  }

  @Test
  void shouldSendNothingUnlessSomebodySaysYes() throws Exception {
    Path plan = plan(10);

    Run run = campaign("run", plan.toString(), "--name", "quiet");

    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.err())
        .contains("10  would be rolled back", "say --yes", "campaign resume quiet")
        .contains("Lost is what was written since");
    assertThat(fleet.effects()).isEmpty();
    assertThat(campaign("status", "quiet").out()).contains("the word that it begins");
    assertThat(campaign("resume", "quiet", "--yes").exitCode()).isZero();
    assertThat(fleet.effects()).hasSize(10);
  }

  @Test
  void shouldHaltWhenTheCanaryDies() throws Exception {
    String first = SeedWorld.snapshotId("bulk-1");
    fleet
        .cloud()
        .faults()
        .add(
            Fault.onRollback(FaultPoint.ERROR_BEFORE_EFFECT, first)
                .answering(403, "EVS.2056", "no"));

    Run run = begin(plan(DISKS));

    assertThat(run.exitCode()).as(run.err()).isEqualTo(6);
    assertThat(run.err()).contains("of the canary is ", "not completed");
    assertThat(fleet.effects()).hasSizeLessThan(6);
  }

  @Test
  void shouldHaltAboveTheLimitAndGoOnWithAnother() throws Exception {
    for (int i = 6; i <= 10; i++) {
      fleet
          .cloud()
          .faults()
          .add(Fault.onRollback(FaultPoint.CLOSE_BEFORE_EFFECT, SeedWorld.snapshotId("bulk-" + i)));
    }

    Run run = begin(plan(DISKS), "--limit", "3");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(5);
    assertThat(run.err()).contains("Halted: ", "more than the limit of 3");
    await()
        .until(
            () ->
                run(config, "ledger", "--state", "in_doubt", "--ids").out().lines().count() == 5
                    && fleet.effects().size() == 20);
    assertThat(
            run(
                    config,
                    "resolve",
                    SeedWorld.snapshotId("bulk-6"),
                    SeedWorld.snapshotId("bulk-7"),
                    SeedWorld.snapshotId("bulk-8"),
                    SeedWorld.snapshotId("bulk-9"),
                    SeedWorld.snapshotId("bulk-10"),
                    "--not-taken",
                    "--reason",
                    "looked")
                .exitCode())
        .isZero();
    Run on = campaign("resume", "ransom-11", "--limit", "5");
    assertThat(on.exitCode()).as(on.err()).isEqualTo(4);
    assertThat(fleet.effects()).hasSize(DISKS - 5);
  }

  @Test
  void shouldStartNothingUnlessAllDisksMay() throws Exception {
    Run run = begin(plan(3, "volume-in-use"), "--all-or-none");

    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.err()).contains("all or none: 1 of 4 disks may not be rolled back now");
    assertThat(fleet.effects()).isEmpty();
  }

  /** Frozen, its canary waits; then it is stopped, taken over, and thawed. */
  @Test
  void shouldStopAndGoOnElsewhere() throws Exception {
    CampaignName name = new CampaignName("ransom-11");
    try (Orders orders = new Orders(fleet.kafka())) {
      orders.freeze(new Freeze(null, "nina", "test", Instant.now()));
      Path plan = plan(30);
      Thread other =
          Thread.ofPlatform()
              .start(() -> begin(plan)); // Prints where it likes: it is not looked at.
      try (CampaignTopic topic = new CampaignTopic(fleet.kafka())) {
        await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () -> {
                  topic.refresh();
                  return topic.of(name).sent().size() == 5;
                });
      }
      assertThat(campaign("stop", "ransom-11", "--reason", "wrong plan").exitCode()).isZero();
      assertThat(other.join(Duration.ofSeconds(30))).isTrue();
      orders.thaw("*");
    }
    assertThat(campaign("status", "ransom-11").out()).contains("wrong plan");

    Run on = campaign("resume", "ransom-11", "--yes");
    assertThat(on.exitCode()).as(on.err()).isZero();
    assertThat(fleet.effects()).hasSize(30).values().containsOnly(1L);
  }

  @Test
  void shouldLetNobodySendWhoWasTakenOver() throws Exception {
    CampaignName name = new CampaignName("twice");
    try (CampaignTopic one = new CampaignTopic(fleet.kafka());
        CampaignTopic other = new CampaignTopic(fleet.kafka());
        CampaignTopic.Writer first = one.writer(name);
        CampaignTopic.Writer second = other.writer(name)) {
      assertThat(catchThrowable(() -> first.publish(List.of(), List.of(), command("bulk-1"))))
          .isInstanceOf(CampaignTopic.TakenOver.class);
      second.publish(List.of(), List.of(), command("bulk-2"));
    }
    fleet.awaitAnswers(1);
    assertThat(fleet.effects()).containsOnlyKeys(SeedWorld.snapshotId("bulk-2"));
  }

  /** Whoever runs it may not have heard of the stop. */
  @Test
  void shouldLetNobodySendAfterAStop() throws Exception {
    CampaignName name = new CampaignName("ransom-11");
    assertThat(campaign("run", plan(3).toString(), "--name", "ransom-11").exitCode()).isEqualTo(6);
    try (CampaignTopic topic = new CampaignTopic(fleet.kafka());
        CampaignTopic.Writer runner = topic.writer(name)) {
      assertThat(campaign("stop", "ransom-11", "--reason", "wrong plan").exitCode()).isZero();
      assertThat(catchThrowable(() -> runner.publish(List.of(), List.of(), command("bulk-1"))))
          .isInstanceOf(CampaignTopic.TakenOver.class);
    }
    Run on = campaign("resume", "ransom-11");
    assertThat(on.exitCode()).isEqualTo(6);
    assertThat(on.err()).contains("Stopped at ", "wrong plan", "say --yes");
    assertThat(fleet.effects()).isEmpty();
  }

  private static Map<SnapshotId, Message> command(String seed) {
    return Map.of(
        new SnapshotId(SeedWorld.snapshotId(seed)),
        new Message(utf8(Fleet.json(seed, "")), Map.of()));
  }

  @Test
  void shouldTellPlainMistakesAndSendNothing() throws Exception {
    Path bad = Files.writeString(folder.resolve("bad.txt"), "one\ntwo\n");

    assertThat(begin(bad).exitCode()).isEqualTo(2);
    assertThat(begin(bad).err())
        .contains("bad.txt line 1: ", "bad.txt line 2: ", "Nothing was sent.");
    assertThat(campaign("status", "none").err()).contains("there is no campaign none");
    assertThat(campaign("run", plan(1).toString(), "--name", "No Name").err())
        .contains("such as ransom-2026-11");
    assertThat(begin(plan(2)).exitCode()).isZero();
    Run again = begin(plan(2));
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).contains("there is a campaign ransom-11 already");
  }
}
