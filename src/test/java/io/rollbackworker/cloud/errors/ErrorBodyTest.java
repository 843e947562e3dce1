package io.rollbackworker.cloud.errors;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.outcome.CloudError;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorBodyTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'error':{'message':'m','code':'EVS.5400'}}|EVS.5400|m",
        "{'badRequest':{'message':'m','code':400}}|400|m",
        "{'badrequest':{'message':'m','code':'EVS.1002'}}|EVS.1002|m",
        "{'itemNotFound':{'message':'m','code':'EVS.5404'}}|EVS.5404|m",
        "{'conflictingRequest':{'code':409,'message':'m','custom_errno':1}}|409|m",
        "{'overLimit':{'code':413,'message':'m','retryAfter':'5'}}|413|m",
        "{'error_code':'APIGW.0301','error_msg':'m','request_id':'r-1'}|APIGW.0301|m",
        "{'error_msg':'m','error_code':'IAM.0101'}|IAM.0101|m",
        "{'code':'EVS.0001','message':'m'}|EVS.0001|m",
        "{'errorCode':'APIG.0301','errorMessage':'m'}|APIG.0301|m",
        "{'error':{'code':401,'message':'m','title':'Unauthorized'}}|401|m",
      })
  void shouldReadEveryKnownShape(String body, String code, String message) {
    CloudError error = read(body);

    assertThat(error.code()).isEqualTo(code);
    assertThat(error.message()).isEqualTo(message);
  }

  @Test
  void shouldTakeTheRequestIdFromTheBodyElseFromTheHeader() {
    assertThat(read("{'error_code':'c','request_id':'r-1'}").requestId()).isEqualTo("r-1");
    assertThat(read("{'error_code':'c'}").requestId()).isEqualTo("from-header");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``",
        "<html><body>502</body></html>",
        "[1,2]",
        "{'a':",
        "'text'",
        "{}",
        "{'error':'text'}"
      })
  void shouldSurviveWhatIsNoErrorBody(String body) {
    CloudError error = read(body);

    assertThat(error.httpStatus()).isEqualTo(400);
    assertThat(error.code()).isNull();
  }

  @Test
  void shouldKeepPlainTextShortened() {
    assertThat(read("upstream connect error" + "x".repeat(5_000)).message())
        .startsWith("upstream connect error")
        .hasSizeLessThan(300);
  }

  /** The gateway repeats the canonical request, with | between its lines. */
  @Test
  void shouldNotRepeatASecurityToken() {
    String message =
        read("{'error_code':'APIGW.0301','error_msg':'verify aksk signature fail, canonicalRequest:"
                + "GET|/v3/p/|x-sdk-date:1|x-security-token:sts-secret|host;x-sdk-date'}")
            .message();

    assertThat(message).contains("x-security-token:(not shown)|host").doesNotContain("sts-secret");
  }

  @Test
  void shouldSurviveDeepNesting() {
    assertThat(read("{'a':".repeat(50_000)).code()).isNull();
  }

  private static CloudError read(String body) {
    byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return ErrorBody.read(400, bytes, "from-header");
  }
}
