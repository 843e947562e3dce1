package io.rollbackworker.cloud;

import io.rollbackworker.cloud.limits.Breaker;
import io.rollbackworker.cloud.limits.Turns;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.disk.Turn;

/** How a project's cloud is used, for people and meters: each question looks anew. Thread-safe. */
public final class CloudUse {
  private final ProjectId project;
  private final Breaker breaker;
  private final Turns turns;

  CloudUse(Access access) {
    this.project = access.project();
    this.breaker = access.breaker();
    this.turns = access.turns();
  }

  public ProjectId project() {
    return project;
  }

  /** Whether nothing is sent, because the cloud does not answer as it should. */
  public boolean isOut() {
    return !breaker.letsRollBack();
  }

  /** Why it is out; empty while it is not. */
  public String why() {
    return isOut() ? breaker.lastFailure() : "";
  }

  /** Rollbacks that run at the cloud, as far as this worker follows them. */
  public int running() {
    return turns.rollbacksUnderWay();
  }

  public int waiting(Turn.Kind kind) {
    return turns.waiting(kind);
  }

  public double perSecond(Turn.Kind kind) {
    return turns.perSecond(kind);
  }

  /** The part of this worker's share of the configured limit. */
  public double quotaUsed(Turn.Kind kind) {
    return turns.quotaUsed(kind);
  }
}
