package io.rollbackworker.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.rollbackworker.outcome.Json;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Subject;
import io.rollbackworker.rollback.Journey;
import io.rollbackworker.rollback.Journeys;
import io.rollbackworker.time.Time;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Follows the commands of this process: for the status page, as spans (where an OpenTelemetry agent
 * or SDK is there; else they cost nothing), and by the trace's id in every log line of the
 * command's thread. Thread-safe.
 */
public final class JourneyLog implements Journeys {
  private static final Logger LOG = LoggerFactory.getLogger(JourneyLog.class);
  private static final String TRACE_ID = "traceId";

  private final Tracer tracer;
  private final Time time;
  private final Set<Followed> underWay = ConcurrentHashMap.newKeySet();

  public JourneyLog(OpenTelemetry telemetry, Time time) {
    this.tracer = telemetry.getTracer("io.rollbackworker");
    this.time = time;
  }

  /**
   * A command that is under way.
   *
   * @param why what stands in its way; null: nothing
   */
  public record Position(
      Subject subject, Journey.Phase phase, Instant since, @Nullable String why) {}

  public List<Position> underWay() {
    return underWay.stream().map(followed -> followed.position).toList();
  }

  /** An agent's or SDK's failure is no reason not to work. */
  @Override
  public Journey begin(Subject subject) {
    try {
      Followed followed = new Followed(subject);
      underWay.add(followed);
      return followed;
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("a command is not followed", e);
      return new Journey.Unseen();
    }
  }

  private Span span(Subject subject) {
    return tracer
        .spanBuilder("rollback command")
        .setParent(Context.root().with(Span.wrap(Traceparent.read(subject.traceparent()))))
        .setSpanKind(SpanKind.CONSUMER)
        .setAttribute("rollback.snapshot_id", String.valueOf(subject.snapshotId()))
        .setAttribute("rollback.command_id", subject.commandId().value())
        .startSpan();
  }

  private final class Followed implements Journey {
    private final Span span;
    private final Scope scope;

    /** Written by the command's thread, read by who wants to know. */
    private volatile Position position;

    @SuppressWarnings("MustBeClosedChecker") // Closed by close(), on the same thread.
    Followed(Subject subject) {
      this.position = new Position(subject, Phase.LEDGER, time.now(), null);
      this.span = span(subject);
      this.scope = span.makeCurrent();
      SpanContext remote = Traceparent.read(subject.traceparent());
      if (remote.isValid()) {
        MDC.put(TRACE_ID, remote.getTraceId());
      }
    }

    @Override
    public void at(Phase phase) {
      // While it waits for its next look, what it met at the last one holds it.
      String why = phase == Phase.WAITING ? position.why() : null;
      position = new Position(position.subject(), phase, time.now(), why);
      quietly(() -> span.addEvent(Json.name(phase)));
    }

    @Override
    public void held(OutcomeError why) {
      position =
          new Position(position.subject(), position.phase(), position.since(), why.message());
    }

    @Override
    public void close() {
      underWay.remove(this);
      MDC.remove(TRACE_ID);
      quietly(scope::close);
      quietly(span::end);
    }

    private static void quietly(Runnable telling) {
      try {
        telling.run();
      } catch (RuntimeException | LinkageError e) {
        LOG.debug("a span was not told", e);
      }
    }
  }
}
