package io.rollbackworker.cloud.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollbackworker.disk.EffectResult;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.outcome.CloudError;
import io.rollbackworker.outcome.OutcomeError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ErrorTableTest {
  private static final Path APPROVED =
      Path.of("src/test/resources/io/rollbackworker/cloud/errors/behaviour.txt");

  /** Each row's behaviour, as a person has read it. Written anew with -Dexamples.write=yes. */
  @Test
  void shouldBehaveAsApproved() throws Exception {
    List<String> behaviour =
        ErrorTable.load("evs-errors.yaml").rows().stream()
            .flatMap(ErrorTableTest::behaviour)
            .toList();

    if (Boolean.parseBoolean(System.getProperty("examples.write", "no").replace("yes", "true"))) {
      Files.createDirectories(APPROVED.getParent());
      Files.write(APPROVED, behaviour);
    }
    assertThat(behaviour).isEqualTo(Files.readAllLines(APPROVED));
  }

  private static Stream<String> behaviour(ErrorRow row) {
    int any = row.errorClass() == ErrorClass.UNAVAILABLE ? 500 : 401;
    int status = row.status() == null ? any : row.status();
    return row.codes().isEmpty()
        ? Stream.of(behaviour(new CloudError(status, null, null, null)))
        : row.codes().stream().map(code -> behaviour(new CloudError(status, code, null, null)));
  }

  private static String behaviour(CloudError error) {
    String read =
        Classification.EVS.isMissing(error)
            ? "missing"
            : switch (Classification.EVS.ofRead(error, "it")) {
              case Reading.Unavailable(OutcomeError told) -> "later " + told.code();
              case Reading.Denied(OutcomeError told) -> "no " + told.code();
              case Reading.Seen seen -> throw new AssertionError("an error shows nothing");
            };
    String rollback =
        switch (Classification.EVS.ofRollback(error)) {
          case EffectResult.RefusedBeforeExecution(OutcomeError told, boolean temporary) ->
              (temporary ? "later " : "no ") + told.code();
          case EffectResult.Refused(OutcomeError told) -> "no, if the state agrees, " + told.code();
          case EffectResult.Unknown unknown -> "unknown";
          case EffectResult.Taken t -> throw new AssertionError("an error is never a success");
          case EffectResult.PermitGone() -> throw new AssertionError("it was answered");
          case EffectResult.NotSent n -> throw new AssertionError("it was answered");
        };
    return "%d %s: read: %s; rollback: %s; breaker: %s"
        .formatted(
            error.httpStatus(),
            error.code(),
            read,
            rollback,
            Classification.EVS.isUnable(error) ? "failure" : "answer");
  }

  @Test
  void shouldSayOfEveryRowWhatAPersonShouldDo() {
    for (ErrorRow row : ErrorTable.load("evs-errors.yaml").rows()) {
      int status = row.status() == null ? 500 : row.status();
      String code = row.codes().isEmpty() ? null : row.codes().getFirst();

      if (Classification.EVS.ofRollback(new CloudError(status, code, null, null))
          instanceof EffectResult.RefusedBeforeExecution(OutcomeError told, boolean temporary)) {
        assertThat(told.remedy()).as(row.toString()).isNotBlank();
      }
      if (row.errorClass() == ErrorClass.PERSON && code != null) {
        assertThat(row.remedy()).as(row.toString()).isNotNull();
      }
    }
  }

  @Test
  void shouldKnowTheSoldGatewaysCodes() {
    assertThat(
            ErrorTable.load("evs-errors.yaml")
                .of(new CloudError(429, "APIG.0308", null, null))
                .errorClass())
        .isEqualTo(ErrorClass.THROTTLED);
  }

  @Test
  void shouldRefuseTwoRowsForOneCase() {
    ErrorRow row = new ErrorRow(List.of("EVS.1"), 400, ErrorClass.STATE, true, null);

    assertThatThrownBy(() -> new ErrorTable(List.of(row, row))).hasMessageContaining("EVS.1");
  }

  @Test
  void shouldHaveARowForWhateverComes() {
    assertThat(
            ErrorTable.load("evs-errors.yaml")
                .of(new CloudError(418, "X.1", null, null))
                .errorClass())
        .isEqualTo(ErrorClass.STATE);
    assertThat(
            ErrorTable.load("evs-errors.yaml")
                .of(new CloudError(599, null, null, null))
                .errorClass())
        .isEqualTo(ErrorClass.UNAVAILABLE);
    assertThat(
            ErrorTable.load("evs-errors.yaml")
                .of(new CloudError(302, null, null, null))
                .errorClass())
        .isEqualTo(ErrorClass.UNAVAILABLE);
  }
}
