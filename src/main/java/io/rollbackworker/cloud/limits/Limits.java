package io.rollbackworker.cloud.limits;

import io.rollbackworker.command.ProjectId;
import io.rollbackworker.disk.FleetShare;
import io.rollbackworker.disk.Freezes;
import io.rollbackworker.disk.Turn;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * All that may keep a call to one project waiting: rates, places, caps, the breaker, a freeze. Not
 * thread-safe: owned by its {@link Turns}. Times are in nanoseconds of the monotonic clock.
 */
public final class Limits {
  private static final long UNTIL_NOTICED = TimeUnit.MINUTES.toNanos(1);

  /**
   * So many requests' turns for each place: their intents are being written meanwhile, the more in
   * one transaction the cheaper.
   */
  private static final int TURNS_FOR_EACH_PLACE = 4;

  /**
   * No more turns for requests while more than this part of the places is waited for: an intent
   * whose request cannot go yet is a doubt if the worker dies.
   */
  private static final int WAITING_PART = 4;

  private final ProjectId project;
  private final LimitSettings settings;
  private final FleetShare share;
  private final Breaker breaker;
  private final Freezes freezes;
  private final Spacing all;
  private final PerMinute perMinute = new PerMinute();
  private final Map<Turn.Kind, KindLimits> kinds = new EnumMap<>(Turn.Kind.class);
  private final CallPlaces places = new CallPlaces();
  private int underWay;

  private static final class KindLimits {
    final int calls;
    final double ceiling;
    final Spacing spacing;
    final AdaptiveRate rate;

    /** Turns that were granted and whose call has not ended. */
    int inside;

    KindLimits(int calls, double ceiling, long nowNanos) {
      this.calls = calls;
      this.ceiling = ceiling;
      this.spacing = new Spacing(nowNanos);
      this.rate = new AdaptiveRate(nowNanos);
    }
  }

  public Limits(
      ProjectId project,
      LimitSettings settings,
      FleetShare share,
      Breaker breaker,
      Freezes freezes,
      long nowNanos) {
    this.project = project;
    this.settings = settings;
    this.share = share;
    this.breaker = breaker;
    this.freezes = freezes;
    this.all = new Spacing(nowNanos);
    KindLimits looks = new KindLimits(2, settings.readsPerSecond(), nowNanos);
    kinds.put(Turn.Kind.LOOK, looks);
    kinds.put(Turn.Kind.POLL, looks);
    kinds.put(Turn.Kind.ROLLBACK, new KindLimits(1, settings.rollbacksPerSecond(), nowNanos));
  }

  /** How long until one more may go; zero or less: now. */
  long nanosUntilNext(Turn.Kind kind, long now) {
    KindLimits own = of(kind);
    if (share.isNothing() || !hasRoom(kind) || isHeld(kind)) {
      return UNTIL_NOTICED;
    }
    // And what is new goes at once where polls have just used up the rate: one call ahead of it.
    int ahead = kind == Turn.Kind.LOOK ? 1 : 0;
    long byRate = Math.max(own.spacing.nanosUntilNext(now, ahead), all.nanosUntilNext(now, ahead));
    return switch (kind) {
      // The breaker is asked last, for its permission must be used.
      case LOOK, POLL -> byRate > 0 || breaker.tryLook() ? byRate : UNTIL_NOTICED;
      case ROLLBACK ->
          Math.max(byRate, perMinute.nanosUntilNext(now, rate(settings.rollbacksPerMinute())));
    };
  }

  private boolean hasRoom(Turn.Kind kind) {
    int most = concurrentCalls();
    return switch (kind) {
      case LOOK -> places.held() < most;
      // Polls leave one place, so that what is new does not wait for the end of a call.
      case POLL -> places.held() < (most > 1 ? most - 1 : most);
      case ROLLBACK ->
          of(kind).inside < most * TURNS_FOR_EACH_PLACE && places.waiting() <= most / WAITING_PART;
    };
  }

  private boolean isHeld(Turn.Kind kind) {
    return kind == Turn.Kind.ROLLBACK
        && (!breaker.letsRollBack()
            || isFrozen()
            || underWay >= atOnce()
            || (breaker.isUnproven() && of(kind).inside > 0));
  }

  void take(Turn.Kind kind, long now) {
    KindLimits own = of(kind);
    own.inside++;
    own.spacing.take(now, own.calls, own.rate.perSecond(now, rate(own.ceiling)));
    all.take(now, own.calls, rate(settings.callsPerSecond()));
    if (kind == Turn.Kind.ROLLBACK) {
      perMinute.take(now);
      underWay++;
    }
  }

  void callEnded(Turn.Kind kind) {
    of(kind).inside--;
    if (kind != Turn.Kind.ROLLBACK) {
      breaker.lookEnded();
    }
  }

  CallPlaces places() {
    return places;
  }

  /** Who has a turn and waits for a place comes before all that were granted no turn yet. */
  void letIn() {
    places.letIn(concurrentCalls());
  }

  /** What came of it is told; a rollback that runs is followed by then. */
  void told(Turn.Kind kind) {
    if (kind == Turn.Kind.ROLLBACK) {
      underWay--;
    }
  }

  /** A rollback runs at the cloud, until it does no more. */
  void underWay(int more) {
    underWay += more;
  }

  void repeated(long now) {
    KindLimits looks = of(Turn.Kind.LOOK);
    looks.spacing.take(now, 1, looks.rate.perSecond(now, rate(looks.ceiling)));
    all.take(now, 1, rate(settings.callsPerSecond()));
  }

  void passed(Turn.Kind kind, long now) {
    of(kind).rate.passed(now);
  }

  void throttled(Turn.Kind kind, long now, Pushback pushback) {
    KindLimits own = of(kind);
    own.rate.throttled(now, rate(own.ceiling), share.of(pushback.perSecond()));
    own.spacing.pauseUntil(now + pushback.pause().toNanos());
  }

  /** Calls per second that are let go now, for who watches. */
  double perSecond(Turn.Kind kind, long now) {
    return of(kind).rate.perSecond(now, rate(of(kind).ceiling));
  }

  /** Calls that passed lately, as a part of those that the configured limit allows this worker. */
  double quotaUsed(Turn.Kind kind, long now) {
    return of(kind).rate.passedPerSecond(now) / rate(of(kind).ceiling);
  }

  int underWay() {
    return underWay;
  }

  OutcomeError hindrance(Turn.Kind kind) {
    boolean rollback = kind == Turn.Kind.ROLLBACK;
    Optional<OutcomeError> frozen = rollback ? freezes.of(project) : Optional.empty();
    if (frozen.isPresent()) {
      return frozen.get();
    }
    if (rollback ? !breaker.letsRollBack() : breaker.isTrying()) {
      return OutcomeError.of(
          ErrorCode.CLOUD_UNAVAILABLE,
          "Expected the cloud of project %s to answer, but it is out: %s."
              .formatted(project, breaker.lastFailure()));
    }
    return OutcomeError.of(
        ErrorCode.CLOUD_THROTTLED,
        "Expected a turn for project " + project + ", but " + limit(rollback) + " was reached.");
  }

  private String limit(boolean rollback) {
    if (rollback && underWay >= atOnce()) {
      return "limits.rollbacks-at-once";
    }
    return rollback && perMinute.isFull(rate(settings.rollbacksPerMinute()))
        ? "limits.rollbacks-per-minute"
        : "the limit of " + (rollback ? "rollbacks" : "reads");
  }

  private boolean isFrozen() {
    return freezes.of(project).isPresent();
  }

  private int concurrentCalls() {
    return share.of(settings.concurrentCalls());
  }

  private int atOnce() {
    return share.of(settings.rollbacksAtOnce());
  }

  /** This worker's part; never nothing, for what a partition that has just left still needs. */
  private double rate(double wholeFleets) {
    return Math.max(wholeFleets / 1_000, share.of(wholeFleets));
  }

  private KindLimits of(Turn.Kind kind) {
    return Objects.requireNonNull(kinds.get(kind));
  }
}
