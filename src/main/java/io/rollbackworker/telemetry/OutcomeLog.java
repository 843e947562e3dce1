package io.rollbackworker.telemetry;

import io.opentelemetry.api.trace.SpanContext;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.command.VolumeId;
import io.rollbackworker.lane.LaneEvents;
import io.rollbackworker.outcome.Authorization;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Subject;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Counts what happens in lanes: one log line and one count for each committed outcome, of which it
 * remembers the last ones. Thread-safe.
 */
public final class OutcomeLog implements LaneEvents {
  private static final Logger LOG = LoggerFactory.getLogger("outcome");
  private static final int REMEMBERED = 50;

  private final Meters meters;
  private final Time time;
  private final Deque<Outcome> last = new ArrayDeque<>(); // guarded by itself

  public OutcomeLog(Meters meters, Time time) {
    this.meters = meters;
    this.time = time;
  }

  @Override
  public void told(Outcome outcome, int partition) {
    try {
      OutcomeError error = outcome.result().errorOrNull();
      remember(outcome);
      count(outcome, error);
      log(outcome, partition, error);
    } catch (RuntimeException e) { // It is a fact, whether it can be counted or not.
      LOG.error("an outcome could not be counted or logged", e);
    }
  }

  @Override
  public void committed(Duration took) {
    meters.transaction(took);
  }

  @Override
  public void restored(Duration took) {
    meters.restored(took);
  }

  @Override
  public void lostToRetention(long offsets) {
    meters.lostToRetention(offsets);
  }

  @Override
  public void forgotten(int entries) {
    meters.forgotten(entries);
  }

  @Override
  public void sessionEnded() {
    meters.sessionEnded();
  }

  private void count(Outcome outcome, @Nullable OutcomeError error) {
    String type = outcome.result().type();
    boolean duplicate = outcome.duplicateOf() != null;
    meters.outcome(type, error == null ? null : error.code(), duplicate);
    if (duplicate) {
      return;
    }
    Duration since = Duration.between(outcome.subject().origin().timestamp(), time.now());
    if (outcome.told().revision() == 1) {
      meters.answered(type, since);
    }
    switch (outcome.result()) {
      case Result.InDoubt doubt -> meters.doubted(doubt.cause());
      case Result.Accepted _, Result.Rejected _ -> {
        if (outcome.told().revision() > 1) {
          meters.doubtEnded(type, outcome.told().restsOn(), since);
        }
      }
      case Result.End _, Result.Checked _ -> {}
    }
  }

  private void remember(Outcome outcome) {
    synchronized (last) {
      last.addFirst(outcome);
      if (last.size() > REMEMBERED) {
        last.removeLast();
      }
    }
  }

  private static void log(Outcome outcome, int partition, @Nullable OutcomeError error) {
    var line =
        LOG.atInfo()
            .addKeyValue("snapshotId", outcome.subject().snapshotId())
            .addKeyValue("commandId", outcome.subject().commandId())
            .addKeyValue("partition", partition)
            .addKeyValue("offset", outcome.record().offset())
            .addKeyValue("outcome", outcome.result().type())
            .addKeyValue("revision", outcome.told().revision());
    VolumeId volume = outcome.subject().volumeId();
    if (volume != null) {
      line = line.addKeyValue("volumeId", volume);
    }
    PermitId permit = outcome.result().permitOrNull();
    if (permit != null) {
      line = line.addKeyValue("permit", permit);
    }
    line = requester(line, outcome.subject());
    if (error != null) {
      line = line.addKeyValue("code", error.code());
    }
    if (outcome.duplicateOf() != null) {
      line = line.addKeyValue("duplicateOf", outcome.duplicateOf());
    }
    SpanContext trace = Traceparent.read(outcome.subject().traceparent());
    if (trace.isValid()) {
      line = line.addKeyValue("traceId", trace.getTraceId());
    }
    line.log("told");
  }

  /** Whoever is proven to have asked; else whom the command names. */
  private static LoggingEventBuilder requester(LoggingEventBuilder line, Subject subject) {
    Authorization by = subject.authorization();
    if (by != null && by.requester() != null) {
      return line.addKeyValue("requester", by.requester()).addKeyValue("approvers", by.approvers());
    }
    return subject.audit().requestedBy() == null
        ? line
        : line.addKeyValue("requestedBy", subject.audit().requestedBy());
  }

  /** The newest first. */
  public List<Outcome> last() {
    synchronized (last) {
      return List.copyOf(last);
    }
  }
}
