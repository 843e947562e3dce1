package io.rollbackworker.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The header {@code traceparent} (W3C Trace Context, section 3.2), as OpenTelemetry reads it. */
final class Traceparent {
  private static final String NAME = "traceparent";

  private static final TextMapGetter<String> HEADER =
      new TextMapGetter<>() {
        @Override
        @SuppressWarnings("deprecation") // It must be there, although nobody asks it any more.
        public Iterable<String> keys(String header) {
          return List.of(NAME);
        }

        @Override
        public @Nullable String get(@Nullable String header, String key) {
          return key.equals(NAME) ? header : null;
        }
      };

  private Traceparent() {}

  /** Invalid where there is no header, or what stands there is not in the form. */
  static SpanContext read(@Nullable String header) {
    return Span.fromContext(
            W3CTraceContextPropagator.getInstance().extract(Context.root(), header, HEADER))
        .getSpanContext();
  }
}
