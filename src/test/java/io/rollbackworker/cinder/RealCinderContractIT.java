package io.rollbackworker.cinder;

import org.junit.jupiter.api.Tag;

/** The same contract, on a service that nobody here wrote. */
@Tag("containers")
class RealCinderContractIT extends CinderContract {
  @Override
  CinderPlace place() {
    return RealCinder.orSkip();
  }
}
