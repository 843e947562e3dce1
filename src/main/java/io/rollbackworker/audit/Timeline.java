package io.rollbackworker.audit;

import static java.time.temporal.ChronoUnit.MILLIS;
import static java.util.Comparator.comparing;

import io.rollbackworker.command.Decoded;
import io.rollbackworker.command.Origin;
import io.rollbackworker.command.RollbackCommand;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.RunText;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One snapshot's story, for people: its commands and outcomes in order of time, what the ledger
 * remembers, and what a further command would meet. Pure.
 */
public final class Timeline {
  private final History history;
  private final SnapshotId id;
  private final Duration window;
  private final List<CommandRecord> commands;
  private final List<Outcome> answers;

  /** What happened when; commands by the broker's clock, outcomes by the deciding worker's. */
  private record Happening(Instant at, String what) {
    @Override
    public String toString() {
      return "  " + at.truncatedTo(MILLIS) + "  " + what;
    }
  }

  /**
   * @param window for so long after an accepted rollback further commands are duplicates
   */
  public Timeline(History history, SnapshotId id, Duration window) {
    this.history = history;
    this.id = id;
    this.window = window;
    this.commands = history.commands().stream().filter(this::isAboutIt).toList();
    this.answers = history.outcomes().stream().filter(this::isAboutIt).toList();
  }

  public List<String> lines() {
    List<String> lines = new ArrayList<>(List.of("Snapshot " + id));
    List<Happening> happenings = happenings();
    happenings.forEach(happening -> lines.add(happening.toString()));
    if (happenings.isEmpty()) {
      lines.add("  The topics hold no command for it and no outcome.");
    }
    Entry entry = entry();
    entry.runs().forEach(run -> lines.add("  The ledger remembers: " + RunText.of(run)));
    lines.add("  Now: " + now(entry));
    return lines;
  }

  private List<Happening> happenings() {
    List<Happening> all = new ArrayList<>();
    commands.stream().map(this::asked).forEach(all::add);
    answers.stream().map(Timeline::answered).forEach(all::add);
    all.sort(comparing(Happening::at)); // Stable: at the same time the command comes first.
    return all;
  }

  /** The answer to a record whose headers were refused names no snapshot, but its record. */
  private boolean isAboutIt(Outcome outcome) {
    return id.equals(outcome.subject().snapshotId())
        || commands.stream().anyMatch(record -> record.place().equals(outcome.record()));
  }

  private boolean isAboutIt(CommandRecord record) {
    return id.equals(
        switch (record.decoded()) {
          case Decoded.Valid(RollbackCommand command) -> command.snapshotId();
          case Decoded.Malformed malformed -> malformed.snapshotId();
        });
  }

  private Happening asked(CommandRecord record) {
    String what =
        switch (record.decoded()) {
          case Decoded.Valid(RollbackCommand command) -> command(command);
          case Decoded.Malformed malformed -> "unreadable: " + malformed.problem();
        };
    String forwarded =
        record.forwardedFrom().map(from -> ", forwarded from " + at(from)).orElse("");
    return new Happening(
        record.place().timestamp(),
        what
            + forwarded
            + "  "
            + at(record.place())
            + (isUnanswered(record) ? " has no answer yet" : ""));
  }

  /** A forwarded record has its answer where it was forwarded to, but is settled here. */
  private boolean isUnanswered(CommandRecord record) {
    Origin place = record.place();
    return !history.isSettled(place)
        && answers.stream().noneMatch(answer -> place.equals(answer.record()));
  }

  private static String command(RollbackCommand command) {
    return (command.dryRun() ? "dry run " : "command ")
        + command.commandId()
        + (command.supersedes() == null ? "" : ", supersedes " + command.supersedes())
        + (command.expiresAt() == null ? "" : ", expires at " + command.expiresAt())
        + who(command.audit().requestedBy(), command.audit().reason());
  }

  private static String who(@Nullable String requestedBy, @Nullable String reason) {
    return (requestedBy == null ? "" : ", by " + requestedBy)
        + (reason == null ? "" : ": \"" + reason + "\"");
  }

  /** A repeated answer is as old as the first one, but it was not given before it was asked for. */
  private static Happening answered(Outcome outcome) {
    Instant decided = outcome.told().time();
    Instant asked = outcome.record().timestamp();
    return new Happening(
        decided.isBefore(asked) ? asked : decided,
        "► "
            + OutcomeText.of(outcome)
            + "  "
            + at(outcome.record())
            + " by "
            + outcome.told().worker());
  }

  private static String at(Origin place) {
    return "(" + place.inWords() + ")";
  }

  private String now(Entry entry) {
    if (history.ledger().values().stream().anyMatch(slice -> slice.isOfNewerFormat(id))) {
      return "a newer program version wrote its ledger entry; only workers of that version answer"
          + " commands for it.";
    }
    Optional<RollbackCommand> waiting =
        commands.stream()
            .filter(this::isUnanswered)
            .flatMap(record -> record.rollback().stream())
            .filter(command -> !command.dryRun())
            .findFirst();
    return new Prospect(entry, history.readAt(), window).of(id, waiting);
  }

  private Entry entry() {
    return history.ledger().values().stream()
        .map(slice -> slice.entry(id))
        .filter(entry -> !entry.isEmpty())
        .findFirst()
        .orElse(Entry.NONE);
  }
}
