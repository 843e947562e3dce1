package io.rollbackworker.policy;

import static io.rollbackworker.testing.Samples.NOW;
import static io.rollbackworker.testing.Samples.PROJECT;
import static io.rollbackworker.testing.Samples.SNAPSHOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.Audit;
import io.rollbackworker.command.CampaignName;
import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.RollbackCommand;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.Target;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.testing.Requesters;
import io.rollbackworker.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Signatures, rules, windows and approvals, by the record alone. */
class PolicyTest {
  private static final String TOPIC = "rollback.commands";
  private static final String VALUE = "{\"snapshot_id\":\"...\"}";
  private static final CampaignName CAMPAIGN = new CampaignName("ransom-11");
  private static final Instant LATEST = NOW.plus(Duration.ofHours(1));
  private static final Instant REMEMBERED = NOW.plus(Duration.ofHours(25));
  private static final Requesters PEOPLE = Requesters.ALL;

  private static final Policy ANNA = policy("{name: hers, requesters: [anna]}");
  private static final Policy TWO_EYES =
      policy("{name: mass, requesters: [anna, ben], approvals: 1}");

  private final Map<String, String> headers = new HashMap<>();
  private final Map<String, String> labels = new HashMap<>();
  private @Nullable String commandId = CAMPAIGN.commandId(SNAPSHOT).value();
  private @Nullable Instant expiresAt = NOW.plus(Duration.ofHours(1));
  private boolean dryRun;
  private Instant now = NOW;

  @Test
  void shouldAskNothingWithoutAPolicy() {
    assertThat(judge(Policy.OPEN)).isEqualTo(Ruling.UNREGULATED);
    sign("mallory");
    assertThat(judge(Policy.OPEN)).isEqualTo(Ruling.UNREGULATED);
  }

  @Test
  void shouldGrantWhatARuleLetsTheSignerDo() {
    sign("anna");

    assertThat(judge(ANNA)).isInstanceOf(Ruling.Granted.class);
    assertThat(judge(ANNA).authorization().requester()).isEqualTo("anna");
    assertThat(judge(ANNA).authorization().policy()).isEqualTo(ANNA.hash());
  }

  @Test
  void shouldRefuseTheUnsignedWhereTheyMustSign() {
    assertThat(code(ANNA)).isEqualTo(ErrorCode.REQUESTER_UNKNOWN);
    assertThat(judge(ANNA).authorization().requester()).isNull();
  }

  @Test
  void shouldHoldTheUnsignedAgainstTheRulesWhereTheyMayAsk() {
    Policy policy = PEOPLE.policy("allow", "rules: [{name: low, priorities: [low]}]");

    assertThat(code(policy)).isEqualTo(ErrorCode.NOT_PERMITTED);
    labels.put("priority", "low");
    assertThat(judge(policy)).isInstanceOf(Ruling.Granted.class);
    assertThat(code(PEOPLE.policy("allow", "rules: [{name: hers, requesters: [anna]}]")))
        .isEqualTo(ErrorCode.NOT_PERMITTED);
  }

  @Test
  void shouldRefuseAKeyThatThePolicyDoesNotKnow() {
    sign("mallory");

    assertThat(code(ANNA)).isEqualTo(ErrorCode.REQUESTER_UNKNOWN);
  }

  @Test
  void shouldRefuseASignatureOfAnotherValueOrTopic() {
    headers.putAll(PEOPLE.key("anna").header("other.commands", VALUE));
    assertThat(code(ANNA)).isEqualTo(ErrorCode.SIGNATURE_INVALID);

    headers.putAll(PEOPLE.key("anna").header(TOPIC, VALUE + " "));
    assertThat(code(ANNA)).isEqualTo(ErrorCode.SIGNATURE_INVALID);
  }

  @Test
  void shouldRefuseASignatureMadeWithAnothersKey() {
    sign("mallory");
    headers.computeIfPresent(Claims.SIGNATURE, (_, text) -> text.replace("mallory-1", "anna-1"));

    assertThat(code(ANNA)).isEqualTo(ErrorCode.SIGNATURE_INVALID);
  }

  @Test
  void shouldRefuseWhatIsNoSignature() {
    for (String text : List.of("", "x", "ed25519;anna-1;!", "ed25519;anna-1;AAAA", "rsa;a;b")) {
      headers.put(Claims.SIGNATURE, text);
      assertThat(code(ANNA)).as(text).isEqualTo(ErrorCode.SIGNATURE_INVALID);
    }
  }

  @Test
  void shouldRefuseASignedCommandThatCouldBeDoneAgainLater() {
    sign("anna");
    commandId = null;
    assertThat(code(ANNA)).isEqualTo(ErrorCode.SIGNATURE_INVALID);

    commandId = "c";
    expiresAt = null;
    assertThat(code(ANNA)).isEqualTo(ErrorCode.SIGNATURE_INVALID);

    expiresAt = LATEST.plusMillis(1);
    assertThat(code(ANNA)).isEqualTo(ErrorCode.SIGNATURE_INVALID);

    expiresAt = LATEST;
    assertThat(judge(ANNA)).isInstanceOf(Ruling.Granted.class);
  }

  @Test
  void shouldForgetAKeyThatWasTakenAway() {
    sign("anna");
    Claim claim = claim(ANNA);
    Policy without =
        PolicyFile.parse("unsigned: refuse\nrequesters: {}\nrules: [{name: everybody}]");

    assertThat(without.judge(question(claim))).isInstanceOf(Ruling.Refused.class);
  }

  @Test
  void shouldPermitOnlyWhatFitsARuleWhole() {
    sign("anna");
    String project = "\"" + PROJECT + "\"";
    labels.put("env", "test");

    assertThat(judge(policy("{name: a, projects: [%s], labels: {env: test}}".formatted(project))))
        .isInstanceOf(Ruling.Granted.class);
    assertThat(code(policy("{name: a, projects: [\"%s\"]}".formatted("f".repeat(32)))))
        .isEqualTo(ErrorCode.NOT_PERMITTED);
    assertThat(code(policy("{name: a, labels: {env: prod}}"))).isEqualTo(ErrorCode.NOT_PERMITTED);
    assertThat(code(policy("{name: a, priorities: [urgent]}"))).isEqualTo(ErrorCode.NOT_PERMITTED);
    assertThat(code(policy("{name: a, requesters: [ben]}"))).isEqualTo(ErrorCode.NOT_PERMITTED);
  }

  @Test
  void shouldSayWhenItMayBe() {
    Policy nights = policy("{name: nights, windows: [\"22:00-02:00\"]}");
    sign("anna");

    assertThat(judge(nights)).isInstanceOf(Ruling.NotNow.class);
    assertThat(code(nights)).isEqualTo(ErrorCode.OUTSIDE_WINDOW);
    assertThat(error(nights)).contains("rule nights allows it (22:00-02:00 UTC)", NOW.toString());
    now = NOW.minus(Duration.ofHours(2));
    assertThat(judge(nights)).isInstanceOf(Ruling.Granted.class);
  }

  @Test
  void shouldWantAnApprovalOfSomebodyElse() {
    approveAndSign("ben", NOW.plusSeconds(60));

    assertThat(judge(TWO_EYES)).isInstanceOf(Ruling.Granted.class);
    assertThat(judge(TWO_EYES).authorization().approvers()).isEqualTo(List.of("ben"));
  }

  @Test
  void shouldMissAnApproval() {
    sign("anna");

    assertThat(judge(TWO_EYES)).isInstanceOf(Ruling.NotNow.class);
    assertThat(code(TWO_EYES)).isEqualTo(ErrorCode.APPROVAL_MISSING);
  }

  @Test
  void shouldNotCountTheRequestersOwnApproval() {
    approveAndSign("anna", NOW.plusSeconds(60));

    assertThat(error(TWO_EYES)).contains("anna asks for it, and cannot approve of it");
  }

  @Test
  void shouldNotCountOneApproverTwice() {
    approveAndSign("ben", NOW.plusSeconds(60));
    headers.computeIfPresent(Claims.APPROVAL, (_, text) -> text + "," + text);

    assertThat(code(policy("{name: mass, approvals: 2}"))).isEqualTo(ErrorCode.APPROVAL_MISSING);
  }

  @Test
  void shouldCountTheNamedApproversOnly() {
    approveAndSign("ben", NOW.plusSeconds(60));

    assertThat(error(policy("{name: mass, approvals: 1, approvers: [carla]}")))
        .contains("approved by 1 other of [carla] for rule mass, but it is by [ben]");
  }

  @Test
  void shouldNotCountAForgedApproval() {
    approveAndSign("mallory", NOW.plusSeconds(60));
    assertThat(error(TWO_EYES)).contains("the policy knows no key mallory-1");

    headers.computeIfPresent(Claims.APPROVAL, (_, text) -> text.replace("mallory-1", "ben-1"));
    assertThat(error(TWO_EYES)).contains("the signature of key ben-1 is not good");
  }

  @Test
  void shouldNotCountAnApprovalThatWasChanged() {
    approveAndSign("ben", NOW.plusSeconds(60));
    headers.computeIfPresent(Claims.APPROVAL, (_, text) -> text.replace("03:01:00Z", "04:01:00Z"));

    assertThat(error(TWO_EYES)).contains("the signature of key ben-1 is not good");
  }

  @Test
  void shouldNotCountAnApprovalForAnotherFleet() {
    HashTree tree = new HashTree(disks(5, true));
    Approval approval =
        PEOPLE.key("ben").approve("other.commands", CAMPAIGN, NOW.plusSeconds(60), tree);
    headers.putAll(Claims.approved(List.of(approval), tree, SNAPSHOT));
    labels.put(CampaignName.LABEL, CAMPAIGN.value());
    sign("anna");

    assertThat(error(TWO_EYES)).contains("the signature of key ben-1 is not good");
  }

  @Test
  void shouldNotCountAnApprovalOfOtherDisks() {
    HashTree others = new HashTree(disks(3, false));
    Approval approval = PEOPLE.key("ben").approve(TOPIC, CAMPAIGN, NOW.plusSeconds(60), others);
    headers.put(Claims.APPROVAL, approval.text());
    headers.put(Claims.APPROVAL_PATH, new HashTree(disks(4, true)).path(SNAPSHOT));
    labels.put(CampaignName.LABEL, CAMPAIGN.value());
    sign("anna");

    assertThat(error(TWO_EYES)).contains("ben has not approved of this snapshot");
  }

  @Test
  void shouldNotCountAnApprovalThatIsOver() {
    approveAndSign("ben", NOW.plusSeconds(60));
    now = NOW.plusSeconds(60);

    assertThat(error(TWO_EYES)).contains("ben approved until 2026-11-21T03:01:00Z");
  }

  @Test
  void shouldNotCountAnApprovalThatOutlivesTheLedger() {
    approveAndSign("ben", REMEMBERED.plusSeconds(1));

    assertThat(error(TWO_EYES)).contains("longer than a command is remembered");
  }

  @Test
  void shouldNotCountAnApprovalOfAnotherCampaignOrForAnotherCommand() {
    approveAndSign("ben", NOW.plusSeconds(60));
    labels.put(CampaignName.LABEL, "another");
    assertThat(error(TWO_EYES)).contains("ben approved of campaign ransom-11");

    labels.put(CampaignName.LABEL, CAMPAIGN.value());
    commandId = "once-more";
    assertThat(error(TWO_EYES)).contains("command_id ransom-11/" + SNAPSHOT);
    dryRun = true;
    assertThat(judge(TWO_EYES)).isInstanceOf(Ruling.Granted.class);
  }

  @Test
  void shouldForgetTheKeyOfAnApprover() {
    approveAndSign("ben", NOW.plusSeconds(60));
    Claim claim = claim(TWO_EYES);
    Policy without =
        PolicyFile.parse(
            TWO_EYES_TEXT.replaceAll("(?m)^  ben:.*\n", "").replace("anna, ben", "anna"));

    assertThat(without.judge(question(claim))).isInstanceOf(Ruling.NotNow.class);
  }

  private static final String TWO_EYES_TEXT =
      PEOPLE.yaml("refuse", "rules: [{name: mass, requesters: [anna, ben], approvals: 1}]");

  private static Policy policy(String rule) {
    return PEOPLE.policy("refuse", "rules: [" + rule + "]");
  }

  private void sign(String name) {
    headers.putAll(PEOPLE.key(name).header(TOPIC, VALUE));
  }

  private void approveAndSign(String name, Instant until) {
    HashTree tree = new HashTree(disks(5, true));
    Approval approval = PEOPLE.key(name).approve(TOPIC, CAMPAIGN, until, tree);
    headers.putAll(Claims.approved(List.of(approval), tree, SNAPSHOT));
    labels.put(CampaignName.LABEL, CAMPAIGN.value());
    sign("anna");
  }

  private static List<SnapshotId> disks(int count, boolean withSample) {
    List<SnapshotId> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(new SnapshotId(new UUID(0x4000L, 0x8000_0000_0000_0000L + i).toString()));
    }
    if (withSample) {
      ids.add(SNAPSHOT);
    }
    return ids;
  }

  private Claim claim(Policy policy) {
    return policy.claim(TOPIC, headers, VALUE.getBytes(StandardCharsets.UTF_8), SNAPSHOT);
  }

  private Question question(Claim claim) {
    CommandId named = commandId == null ? CommandId.of(Samples.place(3)) : new CommandId(commandId);
    RollbackCommand command =
        new RollbackCommand(
            SNAPSHOT,
            named,
            commandId == null,
            Target.UNSPECIFIED,
            null,
            null,
            expiresAt,
            null,
            false,
            dryRun,
            new Audit(null, null, labels));
    return new Question(command, PROJECT, claim, LATEST, REMEMBERED, now);
  }

  private Ruling judge(Policy policy) {
    return policy.judge(question(claim(policy)));
  }

  private ErrorCode code(Policy policy) {
    return switch (judge(policy)) {
      case Ruling.Refused(var error, _) -> error.code();
      case Ruling.NotNow(var error, _) -> error.code();
      case Ruling.Granted granted -> throw new AssertionError(granted);
    };
  }

  private String error(Policy policy) {
    return ((Ruling.NotNow) judge(policy)).error().message();
  }
}
