package io.rollbackworker.cloud.errors;

import io.rollbackworker.disk.EffectResult;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.outcome.CloudError;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;

/**
 * What a cloud's refusals mean, for reads and for the rollback request, by its table of errors. The
 * one place that decides it. Pure.
 */
public final class Classification {
  public static final Classification EVS =
      new Classification(ErrorTable.load("evs-errors.yaml"), false);
  public static final Classification CINDER =
      new Classification(ErrorTable.load("cinder-errors.yaml"), true);

  private final ErrorTable table;
  private final boolean saysUnauthenticatedOfProjects;

  private Classification(ErrorTable table, boolean saysUnauthenticatedOfProjects) {
    this.table = table;
    this.saysUnauthenticatedOfProjects = saysUnauthenticatedOfProjects;
  }

  public boolean isMissing(CloudError error) {
    return table.of(error).errorClass() == ErrorClass.MISSING;
  }

  /**
   * Whether the cloud, or what stands before it, was not able to answer: this opens the breaker.
   */
  public boolean isUnable(CloudError error) {
    return error.httpStatus() >= 500 && table.of(error).errorClass() == ErrorClass.UNAVAILABLE;
  }

  /** Whether it was too much for the cloud, or for its gateway. */
  public boolean isThrottled(CloudError error) {
    return error.httpStatus() == 429 || table.of(error).errorClass() == ErrorClass.THROTTLED;
  }

  public Reading ofRead(CloudError error, String asked) {
    OutcomeError told = tell(error, "Expected the cloud to show " + asked);
    return table.of(error).errorClass().isTemporary()
        ? new Reading.Unavailable(told)
        : new Reading.Denied(told);
  }

  /** A rollback request that was answered, but not with 202. */
  public EffectResult ofRollback(CloudError error) {
    ErrorRow row = table.of(error);
    int status = error.httpStatus();
    OutcomeError told = tell(error, "Expected the cloud to take the rollback");
    if (!row.executed()) {
      return new EffectResult.RefusedBeforeExecution(told, row.errorClass().isTemporary());
    }
    return status >= 400 && status < 500
        ? new EffectResult.Refused(told)
        : new EffectResult.Unknown("the cloud answered " + error.summary() + hint(row), error);
  }

  /**
   * Whether a token was refused because of the project; else it is about the user, and other
   * projects would meet the same. Keystone says 401 of both.
   */
  public boolean isAboutTheProject(CloudError error) {
    return error.httpStatus() != 401 || saysUnauthenticatedOfProjects;
  }

  public Reading ofToken(CloudError error, String user) {
    OutcomeError told = tell(error, "Expected IAM to give a token to " + user);
    return table.of(error).errorClass().isTemporary()
        ? new Reading.Unavailable(told)
        : new Reading.Denied(
            new OutcomeError(
                ErrorCode.CLOUD_UNAUTHENTICATED, told.message(), told.remedy(), error));
  }

  /** Whatever it did, somebody has to mend this. */
  private static String hint(ErrorRow row) {
    return row.remedy() == null ? "" : " (" + row.remedy() + ")";
  }

  private OutcomeError tell(CloudError error, String expected) {
    ErrorRow row = table.of(error);
    ErrorCode code = row.errorClass().code(error.httpStatus());
    String remedy = row.remedy() == null ? code.remedy() : row.remedy();
    String message = expected + ", but it answered " + error.summary() + ".";
    return new OutcomeError(code, message, remedy, error);
  }
}
