package io.rollbackworker.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.Decoded;
import io.rollbackworker.command.Evidence;
import io.rollbackworker.command.EvidenceCodec;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.testing.Samples;
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

  /** A worker's own evidence that could not be read would be answered as if it were the command. */
  @ParameterizedTest
  @ValueSource(ints = {1, 200, 201, 5_000})
  void shouldBringARequestIdIntoAFormThatEvidenceCanCarry(int chars) {
    String id = Access.requestId(response(with("X-Request-Id", "\u00e9".repeat(chars))));
    Evidence evidence =
        new Evidence(
            Samples.SNAPSHOT,
            new CommandId("c-1"),
            new PermitId("permit"),
            Evidence.Says.TAKEN,
            Evidence.By.WORKER,
            id,
            null,
            null);

    assertThat(new CommandDecoder(65_536).decode(EvidenceCodec.encode(evidence), Samples.place(1)))
        .isEqualTo(new Decoded.Valid(evidence));
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
