package io.rollbackworker.ledger;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonView;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdDelegatingSerializer;
import com.fasterxml.jackson.databind.util.StdConverter;
import io.rollbackworker.command.Audit;
import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.Origin;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.VolumeId;
import io.rollbackworker.outcome.Authorization;
import io.rollbackworker.outcome.Json;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Subject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ledger records as JSON objects: without what key, place or default say already, and times as
 * milliseconds since 1970, for there are millions of them.
 */
final class LedgerForms {
  private LedgerForms() {}

  static JsonMapper mapper() {
    SimpleModule times = new SimpleModule("ledger-times");
    times.addSerializer(Instant.class, new StdDelegatingSerializer(Instant.class, new ToMillis()));
    times.addDeserializer(Instant.class, new FromMillis());
    return Json.builder()
        .addModule(times)
        .addMixIn(RunState.class, RunStates.class)
        .addMixIn(Baseline.class, Baselines.class)
        .addMixIn(Result.InDoubt.class, Causes.class)
        .addMixIn(RunState.InDoubt.class, Doubts.class)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }

  /** Everything up to the own format is read. */
  static void requireKnown(int format, int own) {
    if (format < 1 || format > own) {
      throw new IllegalArgumentException(
          "it has format " + format + ", this program reads formats up to " + own);
    }
  }

  record OfEntry(int format, long version, List<OfRun> runs) {
    static OfEntry of(Entry entry, int format) {
      return new OfEntry(
          format,
          entry.version(),
          entry.runs().stream().map(run -> OfRun.of(run, format)).toList());
    }

    Entry entry(SnapshotId id, Instant storedAt) {
      requireKnown(format, Entry.FORMAT);
      return new Entry(version, runs.stream().map(run -> run.run(id, storedAt)).toList());
    }
  }

  /**
   * @param origin null: the record
   * @param audit null: none
   */
  record OfRun(
      CommandId commandId,
      @Nullable VolumeId volumeId,
      @Nullable ProjectId projectId,
      @Nullable Origin origin,
      @Nullable Audit audit,
      @Nullable Authorization authorization,
      @Nullable String traceparent,
      String hash,
      Origin record,
      @Nullable Boolean namedByOrigin,
      RunState state) {
    static OfRun of(Run run, int format) {
      Subject subject = run.subject();
      return new OfRun(
          subject.commandId(),
          subject.volumeId(),
          subject.projectId(),
          subject.origin().equals(run.record()) ? null : subject.origin(),
          subject.audit().equals(Audit.NONE) ? null : subject.audit(),
          format < 4 ? null : subject.authorization(),
          subject.traceparent(),
          run.payloadHash(),
          run.record(),
          run.namedByOrigin() ? true : null,
          format < 3 ? BeforeFormat3.of(run.state()) : run.state());
    }

    Run run(SnapshotId id, Instant storedAt) {
      Subject subject =
          new Subject(
              id,
              volumeId,
              projectId,
              commandId,
              origin == null ? record : origin,
              audit == null ? Audit.NONE : audit,
              authorization,
              traceparent);
      return new Run(
          subject, hash, record, Boolean.TRUE.equals(namedByOrigin), state.storedAt(storedAt));
    }
  }

  record OfHead(
      int format,
      int writes,
      String commandsTopicId,
      String ledgerTopicId,
      @Nullable String controlTopicId,
      int partitions,
      String group,
      Duration window,
      Duration greatestAge,
      long offset,
      @Nullable String settled) {
    static OfHead of(Head head) {
      return new OfHead(
          head.format(),
          head.writes(),
          head.commandsTopicId(),
          head.ledgerTopicId(),
          head.controlTopicId(),
          head.partitions(),
          head.group(),
          head.memory().window(),
          head.memory().greatestAge(),
          head.settled().low(),
          Base64.getEncoder().encodeToString(head.settled().bitmap()));
    }

    Head head() {
      requireKnown(format, Head.FORMAT);
      return new Head(
          writes,
          commandsTopicId,
          ledgerTopicId,
          controlTopicId,
          partitions,
          group,
          new Memory(window, greatestAge),
          Settled.of(offset, Base64.getDecoder().decode(settled == null ? "" : settled)));
    }
  }

  record OfOutbox(int format, long outcomesFrom) {}

  private static final class ToMillis extends StdConverter<Instant, Long> {
    @Override
    public Long convert(Instant time) {
      return time.toEpochMilli();
    }
  }

  private static final class FromMillis extends JsonDeserializer<Instant> {
    @Override
    public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return Instant.ofEpochMilli(in.getLongValue());
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = RunState.Intent.class, name = "intent"),
    @JsonSubTypes.Type(value = RunState.InDoubt.class, name = "in_doubt"),
    @JsonSubTypes.Type(value = RunState.Accepted.class, name = "accepted"),
    @JsonSubTypes.Type(value = RunState.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = RunState.Completed.class, name = "completed"),
    @JsonSubTypes.Type(value = RunState.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = RunState.Ended.class, name = "ended"),
    @JsonSubTypes.Type(value = RunState.Rejected.class, name = "rejected"),
  })
  private interface RunStates {}

  /** What every format has. */
  interface Format1 {}

  interface Format2 extends Format1 {}

  /** How entries are written in a format. */
  static Class<?> view(int format) {
    return format < 2 ? Format1.class : Format2.class;
  }

  @SuppressWarnings("UnusedMethod") // Jackson looks at it.
  private interface Baselines {
    @JsonView(Format2.class)
    String described();
  }

  @SuppressWarnings("UnusedMethod") // Jackson looks at it.
  private interface Causes {
    @JsonView(Format2.class)
    Result.Cause cause();
  }

  @SuppressWarnings("UnusedMethod") // Jackson looks at it.
  private interface Doubts {
    @JsonView(Format2.class)
    Instant storedAt();
  }
}
