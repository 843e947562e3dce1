package io.rollbackworker.testing;

import io.rollbackworker.lane.LaneEvents;
import io.rollbackworker.outcome.Outcome;
import java.time.Duration;

/** Nobody listens to what lanes tell of themselves. */
public final class Unheard implements LaneEvents {
  @Override
  public void told(Outcome outcome, int partition) {}

  @Override
  public void committed(Duration took) {}

  @Override
  public void sessionEnded() {}

  @Override
  public void restored(Duration took) {}

  @Override
  public void forgotten(int entries) {}

  @Override
  public void lostToRetention(long offsets) {}
}
