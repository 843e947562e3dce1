package io.rollbackworker.dev.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The faults that wait for their requests. Thread-safe. */
public final class Faults {
  private final List<Fault> waiting = new ArrayList<>();

  public synchronized void add(Fault fault) {
    waiting.add(fault);
  }

  public synchronized void clear() {
    waiting.clear();
  }

  public synchronized List<Fault> waiting() {
    return List.copyOf(waiting);
  }

  /** The fault that this request meets; its count goes down. */
  synchronized Optional<Fault> meet(Fault.Operation operation, String id) {
    for (int i = 0; i < waiting.size(); i++) {
      Fault fault = waiting.get(i);
      boolean concerned =
          fault.snapshotOrVolumeId() == null || fault.snapshotOrVolumeId().equals(id);
      if (fault.operation() == operation && concerned) {
        if (fault.times() == 1) {
          waiting.remove(i);
        } else {
          waiting.set(i, fault.times(fault.times() - 1));
        }
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }
}
