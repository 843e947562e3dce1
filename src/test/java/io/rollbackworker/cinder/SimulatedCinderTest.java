package io.rollbackworker.cinder;

/** The contract, on our simulator. */
class SimulatedCinderTest extends CinderContract {
  @Override
  CinderPlace place() {
    return new SimulatedCinder();
  }
}
