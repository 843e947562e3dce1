package io.rollbackworker.cli;

import io.rollbackworker.campaign.Order;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.policy.Approval;
import io.rollbackworker.policy.Claims;
import io.rollbackworker.policy.HashTree;
import io.rollbackworker.request.Message;
import io.rollbackworker.request.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Signs a campaign's commands, and adds what others have signed. */
final class CampaignSigning {
  private final Signing signing;
  private final List<Approval> approvals;
  private final HashTree disks;

  CampaignSigning(Signing signing, Order.Opened opened, List<Request> plan) {
    this.signing = signing;
    this.approvals = opened.approvals().stream().map(Approval::parse).toList();
    this.disks = ListedDisks.tree(plan);
  }

  /** When what is sent now shall be void. */
  Instant expiry(Instant now, Duration wanted) {
    return now.plus(signing.life(wanted));
  }

  Message message(SnapshotId disk, String json) {
    return signing.message(
        json, approvals.isEmpty() ? Map.of() : Claims.approved(approvals, disks, disk));
  }
}
