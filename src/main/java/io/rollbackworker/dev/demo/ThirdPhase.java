package io.rollbackworker.dev.demo;

import io.rollbackworker.command.Evidence;
import io.rollbackworker.dev.simulator.Simulator;

/** A person has looked, and says what became of the doubtful one. */
final class ThirdPhase extends Script {
  ThirdPhase(Simulator cloud) {
    super("third", cloud);

    // Answered by the revised event of the command itself, which its own scenario expects.
    say(
        "an operator says: it was not taken",
        answers -> evidence(answers.to(CloudTroubles.DOUBT), Evidence.Says.NOT_TAKEN));
  }
}
