package io.rollbackworker.policy;

import io.rollbackworker.command.Priority;
import io.rollbackworker.command.ProjectId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What some requesters may have done. Empty lists: any.
 *
 * @param requesters with some, unsigned commands are none of the rule's
 * @param labels that a command must have, with these values
 * @param approvals so many others must have approved
 * @param approvers whose approvals count
 */
record Rule(
    String name,
    Set<String> requesters,
    Set<ProjectId> projects,
    Map<String, String> labels,
    Set<Priority> priorities,
    List<TimeWindow> windows,
    int approvals,
    Set<String> approvers) {
  static final int MAX_APPROVALS = 5;

  /** Whether it speaks of such commands. */
  boolean concerns(Question question, @Nullable String requester) {
    var audit = question.command().audit();
    return (requesters.isEmpty() || (requester != null && requesters.contains(requester)))
        && (projects.isEmpty() || projects.contains(question.project()))
        && (priorities.isEmpty() || priorities.contains(audit.priority()))
        && audit.labels().entrySet().containsAll(labels.entrySet());
  }

  boolean isOpenAt(Instant time) {
    return windows.isEmpty() || windows.stream().anyMatch(window -> window.contains(time));
  }

  boolean countsApprovalOf(String approver) {
    return approvers.isEmpty() || approvers.contains(approver);
  }
}
