package io.rollbackworker.cinder;

/** The same contract, on a service that nobody here wrote. */
class RealCinderContractIT extends CinderContract {
  @Override
  CinderPlace place() {
    return RealCinder.orSkip();
  }
}
