package io.rollbackworker.outcome;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Under which policy a command was answered, and who is proven to have asked.
 *
 * @param requester whose signature the command bears; null: it bears none that is good
 * @param policy the SHA-256 of the policy, hexadecimal
 * @param approvers who approved of it beside the requester, each once
 */
public record Authorization(@Nullable String requester, String policy, List<String> approvers) {
  public Authorization {
    approvers = List.copyOf(approvers);
  }
}
