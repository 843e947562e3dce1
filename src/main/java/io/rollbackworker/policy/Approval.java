package io.rollbackworker.policy;

import io.rollbackworker.command.CampaignName;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Somebody's word that the disks of a campaign may be rolled back, each once: {@code
 * ed25519;KEY_ID;BASE64;CAMPAIGN;UNTIL;DISKS;ROOT}.
 *
 * @param until it does not count afterwards
 * @param disks how many
 * @param root of the {@link HashTree} of their snapshots, hexadecimal
 */
public record Approval(
    CampaignName campaign, Instant until, int disks, String root, KeySignature signature) {
  private static final Pattern ROOT = Pattern.compile("[0-9a-f]{64}");
  private static final int PARTS = KeySignature.PARTS + 4;

  public Approval {
    if (disks < 1 || !ROOT.matcher(root).matches()) {
      throw new IllegalArgumentException("an approval is of one disk or more, under a SHA-256");
    }
  }

  /**
   * @throws IllegalArgumentException when it is none
   */
  public static Approval parse(String text) {
    List<String> parts = List.of(text.split(";", -1));
    if (parts.size() != PARTS) {
      throw new IllegalArgumentException(
          "it is not ed25519;KEY_ID;BASE64;CAMPAIGN;UNTIL;DISKS;ROOT, as approve writes it");
    }
    try {
      return new Approval(
          new CampaignName(parts.get(3)),
          Instant.parse(parts.get(4)),
          Integer.parseInt(parts.get(5)),
          parts.get(6),
          KeySignature.parse(parts.subList(0, KeySignature.PARTS)));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "until must be a time such as 2026-11-21T03:00:00Z, but is " + parts.get(4), e);
    }
  }

  /** What is signed. */
  static byte[] statement(
      String topic, CampaignName campaign, Instant until, int disks, String root) {
    return String.join(
            "\n",
            "rollback-worker approval v1",
            topic,
            campaign.value(),
            until.toString(),
            Integer.toString(disks),
            root)
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @param topic where commands are published, by name
   */
  byte[] statement(String topic) {
    return statement(topic, campaign, until, disks, root);
  }

  /** As it is written. */
  public String text() {
    return String.join(
        ";", signature.text(), campaign.value(), until.toString(), Integer.toString(disks), root);
  }
}
