package io.rollbackworker.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.crash.CrashPoint;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.TestSettings;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The state changes between the last look and the request, so that the cloud refuses it. */
class RefusalIT {
  @ParameterizedTest
  @CsvSource({"in-use,VOLUME_IN_USE", "error,VOLUME_NOT_AVAILABLE", "extending,CLOUD_REFUSED"})
  void shouldTellTheStateThatExplainsARefusal(String status, ErrorCode code) throws Exception {
    AtomicReference<Fleet> running = new AtomicReference<>();
    try (Fleet fleet = Fleet.with(2)) {
      running.set(fleet);
      fleet.startWorker(
          TestSettings.cloud(fleet.cloud().endpoint()),
          point -> {
            if (point == CrashPoint.INTENT_COMMITTED) {
              running
                  .get()
                  .cloud()
                  .world()
                  .changeVolume(
                      SeedWorld.volumeId("bulk-1"), v -> v.withStatus(status, v.createdAt()));
            }
          });
      fleet.awaitRunning();

      OutcomeError error =
          ((Result.Rejected) fleet.answer(fleet.publish("bulk-1", "")).result()).error();

      assertThat(error.code()).isEqualTo(code);
      assertThat(error.cloud().code()).isEqualTo("EVS.5400");
      assertThat(error.message() + error.remedy())
          .contains(status.equals("in-use") ? "attached" : status);
      assertThat(fleet.effects()).isEmpty();
    }
  }
}
