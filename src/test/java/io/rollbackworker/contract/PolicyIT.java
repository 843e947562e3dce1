package io.rollbackworker.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.CampaignName;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.config.PolicySource;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.kafka.client.CommandPublisher;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.policy.Approval;
import io.rollbackworker.policy.Claims;
import io.rollbackworker.policy.HashTree;
import io.rollbackworker.request.Message;
import io.rollbackworker.testing.CommandLines;
import io.rollbackworker.testing.CommandLines.Run;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.Requesters;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fleet that knows who asks: with our own tools, and against those who forge. */
class PolicyIT {
  private static final Requesters PEOPLE = Requesters.ALL;
  private static final String RULES =
      """
      rules:
        - {name: single, requesters: [anna], labels: {kind: single}}
        - {name: mass, requesters: [anna, ben], approvals: 1}
      """;

  @TempDir private Path folder;
  private Fleet fleet;

  @BeforeEach
  void start() throws Exception {
    fleet = Fleet.with(2);
    Path policy = Files.writeString(folder.resolve("policy.yaml"), PEOPLE.yaml("refuse", RULES));
    fleet.startWorker(new PolicySource(Optional.of(policy)));
    fleet.awaitRunning();
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  /** With the configuration of somebody at his own machine. */
  private Run as(String name, String... words) throws Exception {
    Path own = Files.createDirectories(folder.resolve(name));
    Path key = Files.writeString(own.resolve("key.pem"), PEOPLE.pem(name));
    Path config = CommandLines.config(own, fleet.kafka());
    Files.writeString(
        config,
        Files.readString(config)
            + "rules: {greatest-age: 10m}\nsigning:\n  key-id: %s-1\n  key-file: %s\n"
                .formatted(name, key));
    List<String> line = new ArrayList<>(List.of(words));
    line.addAll(List.of("--config", config.toString()));
    return CommandLines.plain(line.toArray(String[]::new));
  }

  private static String id(String seed) {
    return SeedWorld.snapshotId(seed);
  }

  private Path plan(String... seeds) throws Exception {
    return Files.write(
        folder.resolve("plan-" + seeds.length + ".txt"),
        List.of(seeds).stream().map(PolicyIT::id).toList());
  }

  @Test
  void shouldTellWhoIsProvenToHaveAsked() throws Exception {
    Run anna = as("anna", "submit", id("bulk-1"), "--label", "kind=single", "--wait");
    assertThat(anna.exitCode()).as(anna.err()).isZero();
    assertThat(anna.out()).contains("accepted").contains("signed by anna");

    Run ben = as("ben", "submit", id("bulk-2"), "--label", "kind=single", "--wait");
    assertThat(ben.exitCode()).isEqualTo(4);
    assertThat(ben.out()).contains("APPROVAL_MISSING").contains("signed by ben");

    Run mallory = as("mallory", "submit", id("bulk-2"), "--label", "kind=single", "--wait");
    assertThat(mallory.out()).contains("REQUESTER_UNKNOWN").contains("mallory-1");

    Run unsigned =
        CommandLines.run(
            CommandLines.config(folder, fleet.kafka()), "submit", id("bulk-2"), "--wait");
    assertThat(unsigned.out()).contains("REQUESTER_UNKNOWN");
    assertThat(fleet.effects()).containsOnlyKeys(id("bulk-1"));
    assertThat(fleet.audit().violations()).isEmpty();
  }

  @Test
  void shouldDestroyNothingForBytesThatSomebodyPublishesAgainOrChanges() throws Exception {
    String expires = ",'expires_at':'" + Instant.now().plusSeconds(600) + "'";
    String labels = ",'labels':{'kind':'single'}";
    String good = text("bulk-1", "'command_id':'once'" + expires + labels);
    Message signed = new Message(good, header(good));
    assertThat(answer("bulk-1", signed)).isInstanceOf(Result.Accepted.class);

    assertThat(fleet.answer(publish("bulk-1", signed)).duplicateOf()).hasToString("once");
    Message changed = new Message(good.replace(id("bulk-1"), id("bulk-2")), signed.headers());
    assertThat(code("bulk-2", changed)).isEqualTo(ErrorCode.SIGNATURE_INVALID);
    String timeless = text("bulk-3", "'command_id':'ever'" + labels);
    assertThat(code("bulk-3", new Message(timeless, header(timeless))))
        .isEqualTo(ErrorCode.SIGNATURE_INVALID);
    String nameless = text("bulk-3", expires.substring(1) + labels);
    assertThat(code("bulk-3", new Message(nameless, header(nameless))))
        .isEqualTo(ErrorCode.SIGNATURE_INVALID);
    assertThat(fleet.effects()).containsOnlyKeys(id("bulk-1"));
  }

  @Test
  void shouldRunACampaignThatSomebodyElseHasApproved() throws Exception {
    Path plan = plan("bulk-1", "bulk-2", "bulk-3");
    String[] run = {
      "campaign",
      "run",
      plan.toString(),
      "--name",
      "ransom-11",
      "--yes",
      "--canary",
      "1",
      "--pause",
      "0s"
    };

    Run without = as("anna", run);
    assertThat(without.exitCode()).isEqualTo(6);
    assertThat(without.err())
        .contains(
            "policy does not let 3 of 3 disks",
            "APPROVAL_MISSING",
            "approved by 1 other for rule mass");

    Run approve =
        as("ben", "approve", plan.toString(), "--name", "ransom-11", "--yes", "--for", "20m");
    assertThat(approve.exitCode()).as(approve.err()).isZero();
    assertThat(approve.err())
        .contains("3 disks are listed:", "Lost is what was written since", "these 3 disks");
    Path approval = Files.writeString(folder.resolve("ben.txt"), approve.out());
    Path own =
        Files.writeString(
            folder.resolve("anna.txt"),
            as("anna", "approve", plan.toString(), "--name", "ransom-11", "--yes", "--for", "20m")
                .out());

    Run approvedByHerself =
        as("anna", "campaign", "resume", "ransom-11", "--yes", "--approval", own.toString());
    assertThat(approvedByHerself.err()).contains("anna asks for it, and cannot approve of it");
    assertThat(fleet.effects()).isEmpty();

    Run on =
        as("anna", "campaign", "resume", "ransom-11", "--yes", "--approval", approval.toString());
    assertThat(on.exitCode()).as(on.err()).isZero();
    assertThat(on.out()).contains("3 completed");
    assertThat(fleet.effects()).hasSize(3).values().containsOnly(1L);
    Outcome accepted =
        fleet.outcomes().stream()
            .filter(o -> o.result() instanceof Result.Accepted)
            .findFirst()
            .orElseThrow();
    assertThat(accepted.subject().authorization().requester()).isEqualTo("anna");
    assertThat(accepted.subject().authorization().approvers()).isEqualTo(List.of("ben"));
    Run explained =
        CommandLines.run(CommandLines.config(folder, fleet.kafka()), "explain", id("bulk-1"));
    assertThat(explained.out()).contains("signed by anna, approved by ben", "would be lost");
    assertThat(fleet.audit().violations()).isEmpty();
  }

  @Test
  void shouldStartNothingOfACampaignWithOneDiskMoreThanWasApproved() throws Exception {
    Path approved = plan("bulk-1", "bulk-2");
    Path approval =
        Files.writeString(
            folder.resolve("ben.txt"),
            as("ben", "approve", approved.toString(), "--name", "more", "--yes").out());

    Run run =
        as(
            "anna",
            "campaign",
            "run",
            plan("bulk-1", "bulk-2", "bulk-3").toString(),
            "--name",
            "more",
            "--yes",
            "--approval",
            approval.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("is of other disks: 2 under", "here are 3 under");
    assertThat(fleet.effects()).isEmpty();
  }

  /** Who does not use our tools can choose the headers. */
  @Test
  void shouldNotTakeAnothersPathForADiskThatWasNotApproved() throws Exception {
    HashTree approved =
        new HashTree(List.of(new SnapshotId(id("bulk-1")), new SnapshotId(id("bulk-2"))));
    var name = new CampaignName("more");
    Approval approval =
        PEOPLE
            .key("ben")
            .approve(fleet.kafka().commandsTopic(), name, Instant.now().plusSeconds(600), approved);
    String value =
        text(
            "bulk-3",
            "'command_id':'more/%s','labels':{'campaign':'more'},'expires_at':'%s'"
                .formatted(id("bulk-3"), Instant.now().plusSeconds(600)));
    Map<String, String> headers = new HashMap<>(header(value));
    headers.putAll(Claims.approved(List.of(approval), approved, new SnapshotId(id("bulk-1"))));

    assertThat(code("bulk-3", new Message(value, headers))).isEqualTo(ErrorCode.APPROVAL_MISSING);
    assertThat(fleet.effects()).isEmpty();
  }

  private Map<String, String> header(String json) {
    return PEOPLE.key("anna").header(fleet.kafka().commandsTopic(), json);
  }

  private static String text(String seed, String fields) {
    return new String(Fleet.json(seed, fields), StandardCharsets.UTF_8);
  }

  private CommandPublisher.Stored publish(String seed, Message message) throws Exception {
    return fleet.publisher().publish(id(seed), message).await();
  }

  private Result answer(String seed, Message message) throws Exception {
    return fleet.answer(publish(seed, message)).result();
  }

  private ErrorCode code(String seed, Message message) throws Exception {
    return answer(seed, message).errorOrNull().code();
  }
}
