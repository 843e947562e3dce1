package io.rollbackworker.policy;

import static io.rollbackworker.outcome.ErrorCode.APPROVAL_MISSING;
import static io.rollbackworker.outcome.ErrorCode.NOT_PERMITTED;
import static io.rollbackworker.outcome.ErrorCode.OUTSIDE_WINDOW;
import static io.rollbackworker.outcome.ErrorCode.REQUESTER_UNKNOWN;
import static io.rollbackworker.outcome.ErrorCode.SIGNATURE_INVALID;

import io.rollbackworker.command.CampaignName;
import io.rollbackworker.command.RollbackCommand;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.outcome.Authorization;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who may have which disks rolled back, and when. Immutable.
 *
 * @param hash SHA-256 of its text, hexadecimal; empty: there is no policy, and everything may be
 * @param allowsUnsigned whether a command needs no signature
 */
public record Policy(String hash, boolean allowsUnsigned, Keyring keys, List<Rule> rules) {
  /** Everything may be. */
  public static final Policy OPEN = new Policy("", true, new Keyring(Map.of()), List.of());

  public Policy {
    rules = List.copyOf(rules);
  }

  public boolean isOpen() {
    return hash.isEmpty();
  }

  /**
   * What a record proves of who asks.
   *
   * @param topic where commands are published, by name
   * @param value of the record, as it lies there
   */
  public Claim claim(String topic, Map<String, String> headers, byte[] value, SnapshotId snapshot) {
    return isOpen() ? Claim.NONE : Claims.of(keys, topic, headers, value, snapshot);
  }

  /** For people. */
  public String inWords() {
    return isOpen()
        ? "none; whoever can write the commands topic may have every disk rolled back"
        : "%d requesters, %d rules, unsigned commands are %s, sha256 %s"
            .formatted(
                keys.requesters(),
                rules.size(),
                allowsUnsigned ? "held against the rules" : "refused",
                hash);
  }

  /** Whether a command may be, now. */
  public Ruling judge(Question question) {
    if (isOpen()) {
      return Ruling.UNREGULATED;
    }
    return switch (question.claim()) {
      case Claim.Invalid(OutcomeError error) -> new Ruling.Refused(error, by(null, Set.of()));
      case Claim.Unsigned() when allowsUnsigned -> permit(question, null, List.of(), List.of());
      case Claim.Unsigned() ->
          refused(
              REQUESTER_UNKNOWN,
              null,
              "a signed command, but the record has no header " + Claims.SIGNATURE);
      case Claim.Signed(var key, var approvals, var flaws) ->
          keys.knows(key)
              ? signed(question, key.requester(), approvals, flaws)
              : new Ruling.Refused(Claims.unknown(key.id()).error(), by(null, Set.of()));
    };
  }

  /** What could be published again after the ledger has forgotten it would be done again. */
  private Ruling signed(
      Question question, String requester, List<Claim.Approved> approvals, List<String> flaws) {
    RollbackCommand command = question.command();
    Instant expiresAt = command.expiresAt();
    if (command.namedByOrigin() || expiresAt == null) {
      return refused(
          SIGNATURE_INVALID,
          requester,
          "command_id and expires_at in a signed command, lest a copy be done later, but it has no "
              + (expiresAt == null ? "expires_at" : "command_id"));
    }
    if (expiresAt.isAfter(question.latestExpiry())) {
      return refused(
          SIGNATURE_INVALID,
          requester,
          "expires_at not after %s, lest a copy be done later, but it is %s"
              .formatted(question.latestExpiry(), expiresAt));
    }
    return permit(question, requester, approvals, flaws);
  }

  private Ruling permit(
      Question question,
      @Nullable String requester,
      List<Claim.Approved> approvals,
      List<String> flaws) {
    List<Rule> concerned =
        rules.stream().filter(rule -> rule.concerns(question, requester)).toList();
    if (concerned.isEmpty()) {
      return refused(
          NOT_PERMITTED,
          requester,
          "a rule of the policy that lets %s have this done, but none does (project %s, priority %s, labels %s)"
              .formatted(
                  requester == null ? "unsigned commands" : requester,
                  question.project(),
                  question.command().audit().priority(),
                  question.command().audit().labels()));
    }
    List<Rule> open =
        concerned.stream()
            .filter(rule -> rule.isOpenAt(question.now()))
            .sorted(Comparator.comparingInt(Rule::approvals))
            .toList();
    if (open.isEmpty()) {
      return new Ruling.NotNow(
          error(
              OUTSIDE_WINDOW,
              "a time at which %s, but it is %s"
                  .formatted(
                      concerned.stream().map(Policy::windows).collect(Collectors.joining(", or ")),
                      question.now())),
          by(requester, Set.of()));
    }
    List<String> uncounted = new ArrayList<>(flaws);
    Set<String> approvers = approvers(question, requester, approvals, uncounted);
    for (Rule rule : open) {
      Set<String> counted =
          approvers.stream()
              .filter(rule::countsApprovalOf)
              .collect(Collectors.toCollection(TreeSet::new));
      if (counted.size() >= rule.approvals()) {
        return new Ruling.Granted(by(requester, counted));
      }
    }
    return new Ruling.NotNow(
        missing(open.getFirst(), approvers, uncounted), by(requester, approvers));
  }

  /** Those whose approvals are of this command, and count now; each once. */
  private Set<String> approvers(
      Question question,
      @Nullable String requester,
      List<Claim.Approved> approvals,
      List<String> uncounted) {
    Set<String> approvers = new TreeSet<>();
    for (Claim.Approved approved : approvals) {
      flaw(question, requester, approved)
          .ifPresentOrElse(uncounted::add, () -> approvers.add(approved.key().requester()));
    }
    return approvers;
  }

  private Optional<String> flaw(
      Question question, @Nullable String requester, Claim.Approved approved) {
    RollbackCommand command = question.command();
    Approval approval = approved.approval();
    String approver = approved.key().requester();
    CampaignName campaign = approval.campaign();
    if (!keys.knows(approved.key())) {
      return Optional.of("the policy knows no key " + approved.key().id());
    }
    if (approver.equals(requester)) {
      return Optional.of(approver + " asks for it, and cannot approve of it");
    }
    if (!campaign.value().equals(command.audit().labels().get(CampaignName.LABEL))
        || !(command.dryRun()
            || command.commandId().equals(campaign.commandId(command.snapshotId())))) {
      return Optional.of(
          "%s approved of campaign %s, whose command has that label and command_id %s"
              .formatted(approver, campaign, campaign.commandId(command.snapshotId())));
    }
    if (!question.now().isBefore(approval.until())) {
      return Optional.of("%s approved until %s".formatted(approver, approval.until()));
    }
    return approval.until().isAfter(question.latestApproval())
        ? Optional.of(
            "%s approved until %s, longer than a command is remembered (%s)"
                .formatted(approver, approval.until(), question.latestApproval()))
        : Optional.empty();
  }

  private static OutcomeError missing(Rule rule, Set<String> approvers, List<String> uncounted) {
    String by = rule.approvers().isEmpty() ? "" : " of " + new TreeSet<>(rule.approvers());
    return error(
        APPROVAL_MISSING,
        "it to be approved by %d other%s%s for rule %s, but it is by %s%s"
            .formatted(
                rule.approvals(),
                rule.approvals() == 1 ? "" : "s",
                by,
                rule.name(),
                approvers.isEmpty() ? "nobody" : approvers,
                uncounted.isEmpty() ? "" : "; not counted: " + String.join(", ", uncounted)));
  }

  private static String windows(Rule rule) {
    return "rule %s allows it (%s %s)"
        .formatted(
            rule.name(),
            rule.windows().stream().map(TimeWindow::text).collect(Collectors.joining(", ")),
            rule.windows().getFirst().zone());
  }

  private Ruling refused(ErrorCode code, @Nullable String requester, String expected) {
    return new Ruling.Refused(error(code, expected), by(requester, Set.of()));
  }

  private static OutcomeError error(ErrorCode code, String expected) {
    return OutcomeError.of(code, "Expected " + expected + ".");
  }

  private Authorization by(@Nullable String requester, Set<String> approvers) {
    return new Authorization(requester, hash, List.copyOf(approvers));
  }
}
