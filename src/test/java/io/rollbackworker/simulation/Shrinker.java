package io.rollbackworker.simulation;

import io.rollbackworker.simulation.Script.Event;
import java.util.ArrayList;
import java.util.List;

/** Leaves out what a failure does not need: first halves of the script, at last single events. */
final class Shrinker {
  private static final int MOST_RUNS = 400;
  private final long seed;
  private int runs;

  Shrinker(long seed) {
    this.seed = seed;
  }

  /** The shortest script found that still fails with this seed. */
  Script shortest(Script failing) {
    List<Event> events = failing.events();
    for (int part = Math.max(1, events.size() / 2); part >= 1; part /= 2) {
      boolean shorter = true;
      while (shorter) {
        shorter = false;
        for (int at = 0; at < events.size() && runs < MOST_RUNS; at += part) {
          List<Event> rest = new ArrayList<>(events.subList(0, at));
          rest.addAll(events.subList(Math.min(events.size(), at + part), events.size()));
          if (fails(rest)) {
            events = rest;
            shorter = true;
          }
        }
      }
    }
    return new Script(events);
  }

  private boolean fails(List<Event> events) {
    runs++;
    return !Simulations.violations(seed, new Script(events), null).isEmpty();
  }
}
