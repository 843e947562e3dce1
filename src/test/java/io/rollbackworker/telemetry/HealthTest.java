package io.rollbackworker.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.telemetry.WorkerReport.CloudRow;
import io.rollbackworker.telemetry.WorkerReport.Commands;
import io.rollbackworker.telemetry.WorkerReport.Doubts;
import io.rollbackworker.telemetry.WorkerReport.LaneRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HealthTest {
  private @Nullable String policyProblem;
  private Instant certificateEnds = Instant.EPOCH.plus(Duration.ofDays(8));

  @Test
  void shouldHaveNothingToSayOfAWorkerThatWorks() {
    Health health = Health.of(report(true, false, null, LaneState.RUNNING, false, Map.of()));

    assertThat(health.live()).isTrue();
    assertThat(health.ready()).isTrue();
    assertThat(health.findings()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = LaneState.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"RUNNING", "OBSTRUCTED", "FULL"})
  void shouldNotBeReadyWhileAPartitionIsNotWorkedOn(LaneState state) {
    Health health = Health.of(report(true, false, null, state, false, Map.of()));

    assertThat(health.live()).isTrue();
    assertThat(health.ready()).isFalse();
    assertThat(health.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.what()).isEqualToIgnoringCase("partition 3 is " + state);
              assertThat(finding.why()).isEqualTo("because");
              assertThat(finding.remedy()).isNotEmpty();
            });
  }

  /** It works, and a restart would not help. */
  @ParameterizedTest
  @EnumSource(
      value = LaneState.class,
      names = {"OBSTRUCTED", "FULL"})
  void shouldSayThatCommandsAreNotReadAndStayReady(LaneState state) {
    Health health = Health.of(report(true, false, null, state, false, Map.of()));

    assertThat(health.ready()).isTrue();
    assertThat(health.findings())
        .singleElement()
        .extracting(Health.Finding::why)
        .isEqualTo("because");
  }

  /** Else nobody could replace workers during an outage, and a restart mends neither. */
  @Test
  void shouldStayReadyWhenTheCloudIsOutOrProjectsAreFrozen() {
    Health health =
        Health.of(report(true, false, null, LaneState.RUNNING, true, Map.of("p", "frozen by me")));

    assertThat(health.ready()).isTrue();
    assertThat(health.findings())
        .extracting(Health.Finding::what)
        .containsExactlyInAnyOrder(
            "the cloud of project p is out", "nothing is sent for project p");
    assertThat(health.findings()).noneMatch(Health.Finding::blocks);
  }

  @Test
  void shouldBeRestartedOnlyWhenBroken() {
    assertThat(Health.of(report(true, false, "dead", LaneState.RUNNING, false, Map.of())).live())
        .isFalse();
    Health waiting = Health.of(report(false, false, null, LaneState.RUNNING, false, Map.of()));
    assertThat(waiting.live()).isTrue();
    assertThat(waiting.ready()).isFalse();
  }

  /** The poll thread ends before the process does; that is no breakdown. */
  @Test
  void shouldBeLiveButNotReadyWhileStopping() {
    Health health = Health.of(report(true, true, "ended", LaneState.RUNNING, false, Map.of()));

    assertThat(health.live()).isTrue();
    assertThat(health.ready()).isFalse();
    assertThat(health.findings().getFirst().what()).isEqualTo("the worker is stopping");
  }

  /** It may not act, and only its own network can be the reason. */
  @Test
  void shouldNotBeReadyWhileItCannotHearOrders() {
    Health health = Health.of(report(true, false, false, null, LaneState.RUNNING, false, Map.of()));

    assertThat(health.live()).isTrue();
    assertThat(health.ready()).isFalse();
  }

  @Test
  void shouldSayThatACertificateEndsSoonAndStayReady() {
    certificateEnds = Instant.EPOCH.plus(Duration.ofDays(6));

    Health health = Health.of(report(true, false, null, LaneState.RUNNING, false, Map.of()));

    assertThat(health.ready()).isTrue();
    assertThat(health.findings())
        .singleElement()
        .extracting(Health.Finding::what, Health.Finding::why)
        .containsExactly("the certificate for kafka ends", "it is good until " + certificateEnds);
  }

  /** Whose key was taken away would still be obeyed. */
  @Test
  void shouldSayThatAnOlderPolicyIsInForce() {
    policyProblem = "/rules/0/name: must be text";

    Health health = Health.of(report(true, false, null, LaneState.RUNNING, false, Map.of()));

    assertThat(health.ready()).isTrue();
    assertThat(health.findings())
        .singleElement()
        .extracting(Health.Finding::what)
        .isEqualTo("an older policy is in force");
  }

  private WorkerReport report(
      boolean member,
      boolean stopping,
      String broken,
      LaneState state,
      boolean out,
      Map<String, String> frozen) {
    return report(member, stopping, true, broken, state, out, frozen);
  }

  private WorkerReport report(
      boolean member,
      boolean stopping,
      boolean hears,
      String broken,
      LaneState state,
      boolean out,
      Map<String, String> frozen) {
    return new WorkerReport(
        "worker-1",
        "1",
        Instant.EPOCH,
        Instant.EPOCH,
        "group",
        member,
        stopping,
        hears,
        broken,
        List.of(new LaneRow(3, state, "because", 1, 0, 0, 0, 0, 0, 0)),
        new Commands(0, List.of()),
        new Doubts(0, List.of()),
        List.of(new CloudRow("p", out, "no answer", 0, Map.of())),
        frozen,
        new WorkerReport.PolicyRow("none", policyProblem),
        Map.of(),
        Map.of("kafka", certificateEnds),
        List.of());
  }
}
