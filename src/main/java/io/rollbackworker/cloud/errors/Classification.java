package io.rollbackworker.cloud.errors;

import io.rollbackworker.outcome.CloudError;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.rollback.EffectResult;
import io.rollbackworker.rollback.Reading;

/**
 * What the cloud's refusals mean, for reads and for the rollback request, by the table of errors.
 * The one place that decides it. Pure.
 */
public final class Classification {
  private static final ErrorTable TABLE = ErrorTable.load();

  private Classification() {}

  /**
   * Loads the table, so that a wrong one is noticed at the start.
   *
   * @throws ExceptionInInitializerError naming the row that is wrong
   */
  public static int rows() {
    return TABLE.rows().size();
  }

  /** Whether the object that was asked for is not there. */
  public static boolean isMissing(CloudError error) {
    return TABLE.of(error).errorClass() == ErrorClass.MISSING;
  }

  /**
   * Whether the cloud, or what stands before it, was not able to answer: this opens the breaker.
   */
  public static boolean isUnable(CloudError error) {
    return error.httpStatus() >= 500 && TABLE.of(error).errorClass() == ErrorClass.UNAVAILABLE;
  }

  /** A read that brought no object. */
  public static Reading ofRead(CloudError error, String asked) {
    OutcomeError told = tell(error, "Expected the cloud to show " + asked);
    return TABLE.of(error).errorClass().isTemporary()
        ? new Reading.Unavailable(told)
        : new Reading.Denied(told);
  }

  /** A rollback request that was answered, but not with 202. */
  public static EffectResult ofRollback(CloudError error) {
    ErrorRow row = TABLE.of(error);
    int status = error.httpStatus();
    OutcomeError told = tell(error, "Expected the cloud to take the rollback");
    if (!row.executed()) {
      return new EffectResult.RefusedBeforeExecution(told, row.errorClass().isTemporary());
    }
    return status >= 400 && status < 500
        ? new EffectResult.Refused(told)
        : new EffectResult.Unknown("the cloud answered " + error.summary() + hint(row), error);
  }

  /** A token that IAM did not give. */
  public static Reading ofToken(CloudError error, String user) {
    OutcomeError told = tell(error, "Expected IAM to give a token to " + user);
    return TABLE.of(error).errorClass().isTemporary()
        ? new Reading.Unavailable(told)
        : new Reading.Denied(
            new OutcomeError(
                ErrorCode.CLOUD_UNAUTHENTICATED, told.message(), told.remedy(), error));
  }

  /** Whatever it did, somebody has to mend this. */
  private static String hint(ErrorRow row) {
    return row.remedy() == null ? "" : " (" + row.remedy() + ")";
  }

  private static OutcomeError tell(CloudError error, String expected) {
    ErrorRow row = TABLE.of(error);
    ErrorCode code = row.errorClass().code(error.httpStatus());
    String remedy = row.remedy() == null ? code.remedy() : row.remedy();
    String message = expected + ", but it answered " + error.summary() + ".";
    return new OutcomeError(code, message, remedy, error);
  }
}
