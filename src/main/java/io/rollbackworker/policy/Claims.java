package io.rollbackworker.policy;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a record's headers claim, and holds it against the policy's keys. */
public final class Claims {
  /** The requester's {@link KeySignature} over topic and value. */
  public static final String SIGNATURE = "rollback-signature";

  /** {@link Approval}s, separated by commas. */
  public static final String APPROVAL = "rollback-approval";

  /** The snapshot's path in the approvals' {@link HashTree}. */
  public static final String APPROVAL_PATH = "rollback-approval-path";

  public static final List<String> HEADERS = List.of(SIGNATURE, APPROVAL, APPROVAL_PATH);

  private static final int MAX_APPROVALS = Rule.MAX_APPROVALS;

  private Claims() {}

  /** The headers of a command that others have approved. */
  public static Map<String, String> approved(
      List<Approval> approvals, HashTree disks, SnapshotId snapshot) {
    return Map.of(
        APPROVAL,
        String.join(",", approvals.stream().map(Approval::text).toList()),
        APPROVAL_PATH,
        disks.path(snapshot));
  }

  /** What is signed. */
  static byte[] message(String topic, byte[] value) {
    byte[] begin = ("rollback-worker command v1\n" + topic + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] message = new byte[begin.length + value.length];
    System.arraycopy(begin, 0, message, 0, begin.length);
    System.arraycopy(value, 0, message, begin.length, value.length);
    return message;
  }

  /**
   * @param topic where commands are published, by name
   * @param value of the record, as it lies there
   */
  static Claim of(
      Keyring keys, String topic, Map<String, String> headers, byte[] value, SnapshotId snapshot) {
    String text = headers.get(SIGNATURE);
    if (text == null) {
      return Claim.NONE;
    }
    KeySignature signature;
    try {
      signature = KeySignature.parse(text);
    } catch (IllegalArgumentException e) {
      return invalid(ErrorCode.SIGNATURE_INVALID, "cannot be read: " + e.getMessage());
    }
    Optional<RequesterKey> key = keys.find(signature.keyId());
    if (key.isEmpty()) {
      return unknown(signature.keyId());
    }
    if (!key.get().verifies(message(topic, value), signature)) {
      return invalid(
          ErrorCode.SIGNATURE_INVALID,
          "is not key %s's over this value and topic %s".formatted(signature.keyId(), topic));
    }
    return signed(keys, topic, key.get(), headers, snapshot);
  }

  static Claim.Invalid unknown(String keyId) {
    return invalid(
        ErrorCode.REQUESTER_UNKNOWN, "is of key " + keyId + ", which the policy does not know");
  }

  private static Claim signed(
      Keyring keys,
      String topic,
      RequesterKey key,
      Map<String, String> headers,
      SnapshotId snapshot) {
    List<Claim.Approved> approvals = new ArrayList<>();
    List<String> flaws = new ArrayList<>();
    String path = headers.getOrDefault(APPROVAL_PATH, "");
    List<String> texts =
        headers.containsKey(APPROVAL) ? List.of(headers.get(APPROVAL).split(",")) : List.of();
    for (String text : texts.subList(0, Math.min(MAX_APPROVALS, texts.size()))) {
      try {
        approvals.add(approved(keys, topic, Approval.parse(text), path, snapshot));
      } catch (IllegalArgumentException e) {
        flaws.add(String.valueOf(e.getMessage()));
      }
    }
    return new Claim.Signed(key, approvals, flaws);
  }

  private static Claim.Approved approved(
      Keyring keys, String topic, Approval approval, String path, SnapshotId snapshot) {
    String keyId = approval.signature().keyId();
    RequesterKey key =
        keys.find(keyId)
            .orElseThrow(() -> new IllegalArgumentException("the policy knows no key " + keyId));
    if (!key.verifies(approval.statement(topic), approval.signature())) {
      throw new IllegalArgumentException("the signature of key " + keyId + " is not good");
    }
    if (!HashTree.leads(snapshot, path, approval.disks(), approval.root())) {
      throw new IllegalArgumentException(
          "%s has not approved of this snapshot (%s)".formatted(key.requester(), APPROVAL_PATH));
    }
    return new Claim.Approved(key, approval);
  }

  private static Claim.Invalid invalid(ErrorCode code, String but) {
    return new Claim.Invalid(
        OutcomeError.of(
            code, "Expected a good signature, but the header " + SIGNATURE + " " + but + "."));
  }
}
