package io.rollbackworker.policy;

import io.rollbackworker.outcome.OutcomeError;
import java.util.List;

/** What a record itself proves of who asks, and who approves. */
public sealed interface Claim {
  Claim NONE = new Unsigned();

  record Unsigned() implements Claim {}

  /** It bears a signature that is not good. */
  record Invalid(OutcomeError error) implements Claim {}

  /**
   * @param key made its signature, over its very value and topic
   * @param approvals that are good, and of its snapshot
   * @param flaws why others are not
   */
  record Signed(RequesterKey key, List<Approved> approvals, List<String> flaws) implements Claim {
    public Signed {
      approvals = List.copyOf(approvals);
      flaws = List.copyOf(flaws);
    }
  }

  /**
   * @param key made the approval's signature
   */
  record Approved(RequesterKey key, Approval approval) {}
}
