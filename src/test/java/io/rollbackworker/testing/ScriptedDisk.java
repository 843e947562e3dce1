package io.rollbackworker.testing;

import io.rollbackworker.command.Priority;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.VolumeId;
import io.rollbackworker.disk.DiskApi;
import io.rollbackworker.disk.EffectResult;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.disk.SendPermit;
import io.rollbackworker.disk.Turn;
import io.rollbackworker.outcome.OutcomeError;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * A cloud that shows and answers what a test has written down, and does nothing by itself. Not
 * thread-safe.
 */
public final class ScriptedDisk implements DiskApi {
  private boolean crowded;
  private final Queue<Reading> next = new ArrayDeque<>();
  private final Queue<EffectResult> results = new ArrayDeque<>();
  private final Map<Turn.Kind, OutcomeError> held = new EnumMap<>(Turn.Kind.class);
  private final Map<Turn.Kind, List<CompletableFuture<Void>>> waiting =
      new EnumMap<>(Turn.Kind.class);
  private final List<SendPermit> sent = new ArrayList<>();
  private Reading shown;
  private Runnable atRequest = () -> {};
  private int looks;
  private int followed;
  private int rollbackTurns;

  /** A request is under way: who looks now does so beside it. */
  private boolean requesting;

  /**
   * @param shown by each look, unless another is written down
   */
  public ScriptedDisk(Reading shown) {
    this.shown = shown;
  }

  /** Each look shows this from now on. */
  public ScriptedDisk showing(Reading reading) {
    shown = reading;
    return this;
  }

  /** The next looks show these, one each. */
  public ScriptedDisk then(Reading... readings) {
    next.addAll(List.of(readings));
    return this;
  }

  /** The next requests end so, one each. */
  public ScriptedDisk answering(EffectResult... ends) {
    results.addAll(List.of(ends));
    return this;
  }

  /** Happens while a request is under way. */
  public void atRequest(Runnable action) {
    atRequest = action;
  }

  /** No turn of the kind is granted until {@link #grant}. */
  public void hold(Turn.Kind kind, OutcomeError why) {
    held.put(kind, why);
  }

  public void grant(Turn.Kind kind) {
    held.remove(kind);
    waiting.getOrDefault(kind, List.of()).forEach(turn -> turn.complete(null));
  }

  @Override
  public Turn turn(ProjectId project, Turn.Kind kind, Priority priority) {
    if (kind != Turn.Kind.ROLLBACK && rollbackTurns > 0 && !requesting) {
      throw new AssertionError("who has asked for a request's turn must not wait for a look's");
    }
    rollbackTurns += kind == Turn.Kind.ROLLBACK ? 1 : 0;
    CompletableFuture<Void> granted = new CompletableFuture<>();
    OutcomeError why = held.get(kind);
    if (why == null) {
      granted.complete(null);
    } else {
      waiting.computeIfAbsent(kind, k -> new ArrayList<>()).add(granted);
    }
    return new Turn() {
      private boolean ended;
      private boolean hasPlace;

      @Override
      public CompletableFuture<Void> granted() {
        return granted;
      }

      @Override
      public OutcomeError hindrance() {
        return why;
      }

      @Override
      public boolean becomesRollback() {
        return !held.containsKey(Kind.ROLLBACK);
      }

      @Override
      public CompletableFuture<Void> place() {
        CompletableFuture<Void> place = new CompletableFuture<>();
        if (!hasPlace && !crowded) { // There is one.
          place.complete(null);
        }
        hasPlace = true;
        return place;
      }

      @Override
      public void leavePlace() {
        hasPlace = false;
      }

      @Override
      public void countLook() {}

      @Override
      public void callEnded() {
        rollbackTurns -= ended || kind != Turn.Kind.ROLLBACK ? 0 : 1;
        ended = true;
      }

      @Override
      public void close() {
        callEnded();
      }
    };
  }

  /** From now on there is no place for a request, or one again. */
  public void crowded(boolean full) {
    crowded = full;
  }

  @Override
  public CompletableFuture<Reading> lookTogether(ProjectId project, SnapshotId snapshot) {
    return CompletableFuture.completedFuture(look(project, snapshot, Instant.MAX));
  }

  @Override
  public Reading look(ProjectId project, SnapshotId snapshot, Instant deadline) {
    looks++;
    Reading scripted = next.poll();
    return scripted == null ? shown : scripted;
  }

  @Override
  public EffectResult rollback(
      ProjectId project, SnapshotId snapshot, VolumeId volume, SendPermit permit) {
    if (!permit.take()) {
      return new EffectResult.PermitGone();
    }
    sent.add(permit);
    requesting = true;
    atRequest.run();
    requesting = false;
    return results.isEmpty() ? new EffectResult.Taken("request-" + sent.size()) : results.remove();
  }

  @Override
  public UnderWay follow(ProjectId project) {
    followed++;
    return () -> followed--;
  }

  /** The permits of all requests that were handed over. */
  public List<SendPermit> sent() {
    return List.copyOf(sent);
  }

  public int looks() {
    return looks;
  }

  /** Rollbacks that are counted as running now. */
  public int followed() {
    return followed;
  }
}
