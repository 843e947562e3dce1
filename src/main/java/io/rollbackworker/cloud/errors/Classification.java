package io.rollbackworker.cloud;

import io.rollbackworker.outcome.CloudError;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.rollback.EffectResult;
import io.rollbackworker.rollback.Reading;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the cloud's refusals mean, for reads and for the rollback request. The one place that
 * decides it. Pure.
 */
final class Classification {
  /**
   * Numbers of APIGW.* (and APIG.*) codes whose answers come from the gateway itself, before the
   * backend was asked. Not among them: 0201, 0202, 0203 and 0610 with 5xx, where the backend may
   * have worked.
   */
  private static final Set<String> GATEWAY_REFUSALS =
      Set.of(
          "0101", "0106", "0204", "0301", "0302", "0303", "0304", "0305", "0306", "0307", "0308",
          "0310", "0311", "0401", "0402", "0404", "0501", "0502", "0602", "0607", "0613", "0801",
          "0802");

  /** Of those, the ones that may pass by themselves: rate limit, IAM unavailable. */
  private static final Set<String> GATEWAY_TEMPORARY = Set.of("0308", "0613");

  private static final Set<String> UNAUTHENTICATED =
      Set.of(
          "EVS.0002",
          "EVS.5401",
          "Common.0013",
          "EVS.2034",
          "EVS.2035",
          "EVS.2036",
          "APIGW.0301",
          "APIGW.0307",
          "APIG.0301",
          "APIG.0307");

  private static final Pattern GATEWAY_CODE = Pattern.compile("APIGW?\\.(\\d{4})");

  /** The gateway's message: {@code policy user over ratelimit,limit:200,time:5 minute}. */
  private static final Pattern WINDOW =
      Pattern.compile("time:\\s*(\\d{1,4})\\s*(second|minute|hour)");

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(2);

  private Classification() {}

  /** Whether a 404 means that the object is not there: not so the gateway's, nor KMS's. */
  static boolean isMissing(CloudError error) {
    String code = error.code();
    return error.httpStatus() == 404
        && (code == null || gatewayNumber(code) == null)
        && !"EVS.2044".equals(code);
  }

  /** A read that brought no object. */
  static Reading ofRead(CloudError error, String asked) {
    ErrorCode code = codeOf(error);
    OutcomeError told =
        OutcomeError.of(
            code,
            "Expected the cloud to show " + asked + ", but it answered " + error.summary() + ".",
            error);
    return switch (code) {
      case CLOUD_THROTTLED -> new Reading.Unavailable(told, pause(error));
      case CLOUD_UNAVAILABLE -> new Reading.Unavailable(told, Duration.ZERO);
      default -> new Reading.Denied(told);
    };
  }

  /** A rollback request that was answered, but not with 202. */
  static EffectResult ofRollback(CloudError error) {
    int status = error.httpStatus();
    OutcomeError told =
        OutcomeError.of(
            codeOf(error),
            "Expected the cloud to take the rollback, but it answered " + error.summary() + ".",
            error);
    if (isRefusedBeforeExecution(error)) {
      return new EffectResult.RefusedBeforeExecution(told, isTemporary(error), pause(error));
    }
    return status >= 400 && status < 500
        ? new EffectResult.Refused(told)
        : new EffectResult.Unknown("the cloud answered " + error.summary(), error);
  }

  private static boolean isRefusedBeforeExecution(CloudError error) {
    String number = gatewayNumber(error.code());
    boolean gateway = number != null && GATEWAY_REFUSALS.contains(number);
    boolean malformedForGateway = "0201".equals(number) && error.httpStatus() < 500;
    return gateway || malformedForGateway;
  }

  private static boolean isTemporary(CloudError error) {
    String number = gatewayNumber(error.code());
    return error.httpStatus() == 429 || (number != null && GATEWAY_TEMPORARY.contains(number));
  }

  private static ErrorCode codeOf(CloudError error) {
    int status = error.httpStatus();
    String code = error.code();
    if (status == 401 || (code != null && UNAUTHENTICATED.contains(code))) {
      return ErrorCode.CLOUD_UNAUTHENTICATED;
    }
    if (status == 429) {
      return ErrorCode.CLOUD_THROTTLED;
    }
    if (status == 403) {
      return ErrorCode.CLOUD_FORBIDDEN;
    }
    if (isMissing(error)) {
      return ErrorCode.SNAPSHOT_NOT_FOUND;
    }
    // EVS.2105: the key of an encrypted volume is gone; a 500 that no repeat mends.
    return status >= 500 && !"EVS.2105".equals(code)
        ? ErrorCode.CLOUD_UNAVAILABLE
        : ErrorCode.CLOUD_REFUSED;
  }

  private static @Nullable String gatewayNumber(@Nullable String code) {
    Matcher matcher = GATEWAY_CODE.matcher(code == null ? "" : code);
    return matcher.matches() ? matcher.group(1) : null;
  }

  /** How long to leave a throttling cloud alone. */
  private static Duration pause(CloudError error) {
    if (error.httpStatus() != 429) {
      return Duration.ZERO;
    }
    Matcher window = WINDOW.matcher(error.message() == null ? "" : error.message());
    if (!window.find()) {
      return SHORTEST_PAUSE;
    }
    long seconds =
        Long.parseLong(window.group(1))
            * switch (window.group(2)) {
              case "second" -> 1;
              case "minute" -> 60;
              default -> 3_600;
            };
    Duration named = Duration.ofSeconds(seconds);
    return named.compareTo(LONGEST_PAUSE) < 0 ? named : LONGEST_PAUSE;
  }
}
