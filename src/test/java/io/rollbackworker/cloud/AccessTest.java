package io.rollbackworker.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import okhttp3.Headers;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
  @Test
  void shouldKnowNoRequestIdWhereTheCloudNamesNone() {
    assertThat(Access.requestId(response(new Headers.Builder().build()))).isNull();
    assertThat(Access.requestId(response(with("X-Request-Id", " ")))).isNull();
  }

  @Test
  void shouldTakeEitherHeader() {
    assertThat(Access.requestId(response(with("X-Openstack-Request-Id", "req-1"))))
        .isEqualTo("req-1");
  }

  /** It stands in outcomes and evidence, whatever the cloud sent. */
  @ParameterizedTest
  @ValueSource(ints = {1, 200, 201, 5_000})
  void shouldBringARequestIdIntoAFormThatPeopleCanRead(int chars) {
    String id = Access.requestId(response(with("X-Request-Id", "\u00e9".repeat(chars))));

    assertThat(id).isEqualTo("?".repeat(Math.min(chars, 200)));
  }

  private static Headers with(String name, String value) {
    return new Headers.Builder().addUnsafeNonAscii(name, value).build();
  }

  private static Response response(Headers headers) {
    return new Response.Builder()
        .request(new Request.Builder().url("http://127.0.0.1/").build())
        .protocol(Protocol.HTTP_1_1)
        .code(202)
        .message("Accepted")
        .headers(headers)
        .build();
  }
}
