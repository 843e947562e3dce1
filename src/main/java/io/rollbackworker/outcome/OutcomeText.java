package io.rollbackworker.outcome;

import org.jspecify.annotations.Nullable;

/** An outcome in one line, for people. Pure. */
public final class OutcomeText {
  private OutcomeText() {}

  /** What it says, without when and of which snapshot. */
  public static String of(Outcome outcome) {
    Result result = outcome.result();
    OutcomeError error = result.errorOrNull();
    return result.type()
        + detail(outcome, result)
        + said(outcome.told().evidence())
        + asked(outcome.subject().authorization())
        + (outcome.duplicateOf() == null ? "" : "  duplicate of " + outcome.duplicateOf())
        + (error == null
            ? ""
            : "  " + error.code() + ": " + error.message() + " " + error.remedy());
  }

  /** Who is proven to have asked, and approved. */
  private static String asked(@Nullable Authorization by) {
    if (by == null || by.requester() == null) {
      return "";
    }
    return "  signed by "
        + by.requester()
        + (by.approvers().isEmpty() ? "" : ", approved by " + String.join(" and ", by.approvers()));
  }

  /** Whose word it rests on. */
  private static String said(@Nullable Witness witness) {
    if (witness == null) {
      return "";
    }
    return "  as the "
        + Json.name(witness.by())
        + (witness.requestedBy() == null ? "" : " " + witness.requestedBy())
        + " says"
        + (witness.reason() == null ? "" : ": \"" + witness.reason() + "\"");
  }

  private static String detail(Outcome outcome, Result result) {
    return switch (result) {
      case Result.Accepted accepted -> " (" + Json.name(accepted.proof()) + ")";
      case Result.Checked checked ->
          " would "
              + Json.name(checked.would())
              + (checked.losesSince() == null
                  ? ""
                  : "; what was written since " + checked.losesSince() + " would be lost");
      case Result.InDoubt doubt ->
          " command " + outcome.subject().commandId() + " permit " + doubt.permit();
      case Result.Ended _ -> "; how is not known, the volume was changed by others since";
      case Result.Rejected _, Result.Completed _, Result.Failed _ -> "";
    };
  }
}
