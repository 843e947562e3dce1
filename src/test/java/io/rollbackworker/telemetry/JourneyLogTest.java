package io.rollbackworker.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.rollbackworker.command.Audit;
import io.rollbackworker.command.CommandId;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Subject;
import io.rollbackworker.rollback.Journey;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.time.Time;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

class JourneyLogTest {
  private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String TRACEPARENT = "00-" + TRACE_ID + "-00f067aa0ba902b7-01";

  @Test
  void shouldMakeASpanUnderTheCommandsTraceAndPutItsIdIntoTheLog() {
    InMemorySpanExporter spans = InMemorySpanExporter.create();
    SdkTracerProvider provider =
        SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(spans)).build();
    try (OpenTelemetrySdk sdk = OpenTelemetrySdk.builder().setTracerProvider(provider).build()) {
      JourneyLog journeys = new JourneyLog(sdk, Time.system());
      try (Journey journey = journeys.begin(subject(TRACEPARENT))) {
        journey.at(Journey.Phase.INTENT);
        journey.at(Journey.Phase.REQUEST);
        assertThat(MDC.get("traceId")).isEqualTo(TRACE_ID);
        assertThat(Span.current().getSpanContext().getTraceId()).isEqualTo(TRACE_ID);
      }

      assertThat(MDC.get("traceId")).isNull();
      // Before the SDK is closed, which forgets them.
      assertThat(spans.getFinishedSpanItems())
          .singleElement()
          .satisfies(
              span -> {
                assertThat(span.getTraceId()).isEqualTo(TRACE_ID);
                assertThat(span.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
                assertThat(span.getEvents())
                    .extracting(EventData::getName)
                    .containsExactly("intent", "request");
              });
    }
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "yesterday", "ff-" + TRACE_ID + "-00f067aa0ba902b7-01"})
  void shouldFollowCommandsWithoutATrace(String traceparent) {
    JourneyLog journeys = new JourneyLog(OpenTelemetry.noop(), Time.system());

    try (Journey journey = journeys.begin(subject(traceparent))) {
      assertThat(MDC.get("traceId")).isNull();
      journey.at(Journey.Phase.PRECONDITIONS);
      journey.held(OutcomeError.of(ErrorCode.CLOUD_UNAVAILABLE, "it is out"));
      journey.at(Journey.Phase.WAITING);

      assertThat(journeys.underWay())
          .singleElement()
          .satisfies(
              position -> {
                assertThat(position.phase()).isEqualTo(Journey.Phase.WAITING);
                assertThat(position.why()).isEqualTo("it is out");
              });
    }
    assertThat(journeys.underWay()).isEmpty();
  }

  private static Subject subject(String traceparent) {
    return new Subject(
        Samples.SNAPSHOT,
        Samples.VOLUME,
        Samples.PROJECT,
        new CommandId("c"),
        Samples.place(1),
        Audit.NONE,
        null,
        traceparent);
  }
}
