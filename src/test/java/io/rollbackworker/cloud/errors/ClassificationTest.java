package io.rollbackworker.cloud.errors;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.disk.EffectResult;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.outcome.CloudError;
import io.rollbackworker.outcome.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassificationTest {

  @ParameterizedTest
  @CsvSource({
    // status, code, class, error code
    "400,EVS.5400,Refused,CLOUD_REFUSED",
    "400,,Refused,CLOUD_REFUSED",
    "400,Common.0013,Refused,CLOUD_UNAUTHENTICATED",
    "403,EVS.2056,Refused,CLOUD_FORBIDDEN",
    "404,EVS.5404,Refused,SNAPSHOT_NOT_FOUND",
    "409,,Refused,CLOUD_REFUSED",
    "413,,Refused,CLOUD_REFUSED",
    "401,APIGW.0301,RefusedBeforeExecution,CLOUD_UNAUTHENTICATED",
    "401,EVS.5401,Refused,CLOUD_UNAUTHENTICATED",
    "401,,Refused,CLOUD_UNAUTHENTICATED",
    "403,APIGW.0302,RefusedBeforeExecution,CLOUD_FORBIDDEN",
    "404,APIGW.0101,RefusedBeforeExecution,CLOUD_REFUSED",
    "413,APIGW.0201,RefusedBeforeExecution,CLOUD_REFUSED",
    "429,APIGW.0308,RefusedBeforeExecution,CLOUD_THROTTLED",
    "429,,Refused,CLOUD_THROTTLED",
    "429,EVS.0429,Refused,CLOUD_THROTTLED",
    "503,APIGW.0613,RefusedBeforeExecution,CLOUD_UNAVAILABLE",
    "500,EVS.5500,Unknown,",
    "500,EVS.2105,Unknown,",
    "502,APIGW.0202,Unknown,",
    "504,APIGW.0201,Unknown,",
    "504,APIGW.0203,Unknown,",
    "503,,Unknown,",
    "200,,Unknown,",
    "302,,Unknown,",
  })
  void shouldSayWhatAnAnswerToARollbackMeans(int status, String code, String kind, String error) {
    EffectResult result = Classification.EVS.ofRollback(new CloudError(status, code, null, null));

    assertThat(result.getClass().getSimpleName()).isEqualTo(kind);
    switch (result) {
      case EffectResult.Refused refused -> assertThat(refused.error().code()).hasToString(error);
      case EffectResult.RefusedBeforeExecution refused ->
          assertThat(refused.error().code()).hasToString(error);
      case EffectResult.Unknown unknown -> assertThat(error).isNull();
      case EffectResult.Taken t -> throw new AssertionError("an error is never a success");
      case EffectResult.PermitGone() -> throw new AssertionError("it was answered");
      case EffectResult.NotSent n -> throw new AssertionError("it was answered");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "429,APIGW.0308,Unavailable,CLOUD_THROTTLED",
    "500,EVS.5500,Unavailable,CLOUD_UNAVAILABLE",
    "503,,Unavailable,CLOUD_UNAVAILABLE",
    "401,APIGW.0301,Denied,CLOUD_UNAUTHENTICATED",
    "403,,Denied,CLOUD_FORBIDDEN",
    "404,APIGW.0101,Denied,CLOUD_REFUSED",
    "400,EVS.1002,Denied,CLOUD_REFUSED",
    "500,EVS.2105,Denied,CLOUD_REFUSED",
  })
  void shouldSayWhatAnAnswerToAReadMeans(int status, String code, String kind, String error) {
    Reading reading =
        Classification.EVS.ofRead(new CloudError(status, code, null, null), "snapshot x");

    assertThat(reading.getClass().getSimpleName()).isEqualTo(kind);
    assertThat(reading.toString()).contains("code=" + error);
  }

  @ParameterizedTest
  @CsvSource({"EVS.5404,true", ",true", "APIGW.0101,false", "APIG.0101,false", "EVS.2044,false"})
  void shouldTellAMissingObjectFromAWrongPath(String code, boolean missing) {
    assertThat(Classification.EVS.isMissing(new CloudError(404, code, null, null)))
        .isEqualTo(missing);
  }

  @Test
  void shouldOnlyCallRateLimitsAndIamOutagesTemporary() {
    assertThat(Classification.EVS.ofRollback(new CloudError(401, "APIGW.0307", null, null)))
        .isInstanceOfSatisfying(
            EffectResult.RefusedBeforeExecution.class, r -> assertThat(r.temporary()).isFalse());
    assertThat(Classification.EVS.ofRollback(new CloudError(503, "APIGW.0613", null, null)))
        .isInstanceOfSatisfying(
            EffectResult.RefusedBeforeExecution.class, r -> assertThat(r.temporary()).isTrue());
  }

  /** Of Cinder: a read, and the revert itself. */
  @ParameterizedTest
  @CsvSource({
    "400,400,Denied,CLOUD_REFUSED,Refused",
    "409,409,Denied,CLOUD_REFUSED,Refused",
    "401,401,Denied,CLOUD_UNAUTHENTICATED,Refused",
    "403,403,Denied,CLOUD_FORBIDDEN,Refused",
    "404,404,Denied,SNAPSHOT_NOT_FOUND,Refused",
    "404,,Denied,CLOUD_REFUSED,Refused",
    "413,413,Unavailable,CLOUD_THROTTLED,Refused",
    "429,,Unavailable,CLOUD_THROTTLED,Refused",
    "500,500,Unavailable,CLOUD_UNAVAILABLE,Unknown",
    "503,,Unavailable,CLOUD_UNAVAILABLE,Unknown"
  })
  void shouldUnderstandCinder(
      int status, String code, String read, ErrorCode told, String rollback) {
    CloudError error = new CloudError(status, code, null, null);
    Reading reading = Classification.CINDER.ofRead(error, "it");

    assertThat(reading.getClass().getSimpleName()).isEqualTo(read);
    assertThat(
            reading instanceof Reading.Denied(var denied)
                ? denied.code()
                : ((Reading.Unavailable) reading).error().code())
        .isEqualTo(told);
    assertThat(Classification.CINDER.ofRollback(error).getClass().getSimpleName())
        .isEqualTo(rollback);
    assertThat(Classification.CINDER.isThrottled(error)).isEqualTo(status == 413 || status == 429);
    assertThat(Classification.CINDER.isMissing(error)).isEqualTo("404".equals(code));
  }
}
