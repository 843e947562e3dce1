package io.rollbackworker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.dev.embedded.EmbeddedBroker;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.testing.MarkerFaults;
import io.rollbackworker.testing.TestSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The simulated log against a real broker: the same random scripts on both, the same visible
 * records at the same offsets. More, and others: {@code -Dscripts=N -Dseed=N}.
 */
@Tag("proof")
class LogsIT {
  private static final int SCRIPTS = Integer.getInteger("scripts", 6);
  private static final long SEED = Long.getLong("seed", 20_261_127);
  private static final int ACTS = 25;
  private static final int IDS = 2;

  @Test
  void shouldShowTheSameRecordsAsARealBroker() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(0, Map.of())) {
      MarkerFaults markers = MarkerFaults.of(broker);
      KafkaSettings kafka = TestSettings.kafka(broker.bootstrapServers(), "logs");
      for (int script = 0; script < SCRIPTS; script++) {
        try (RealLog real = new RealLog(kafka, "t" + script, markers)) {
          List<String> said = new ArrayList<>();
          List<String> expected = play(real, SEED + script, said);
          said.add("run again with -Dseed=" + (SEED + script) + " -Dscripts=1");
          assertThat(play(new SimulatedLog(), SEED + script, new ArrayList<>()))
              .as(String.join("\n", said))
              .isEqualTo(expected);
        }
      }
    }
  }

  /** What was seen and answered. */
  private static List<String> play(LogUnderTest log, long seed, List<String> said)
      throws Exception {
    Random chance = new Random(seed);
    List<String> seen = new ArrayList<>();
    for (int id = 0; id < IDS; id++) {
      log.init(id);
    }
    for (int act = 0; act < ACTS; act++) {
      int id = chance.nextInt(IDS);
      int partition = chance.nextInt(2);
      String value = "v" + act;
      int what = chance.nextInt(20);
      said.add(act + ": " + what + " id " + id + " partition " + partition);
      if (what < 8) {
        // A producer that has failed says so for ever: it is made anew, as a lane is.
        boolean taken = log.send(id, partition, value);
        seen.add("sent " + taken);
        if (!taken) {
          log.init(id);
        }
      } else if (what < 14) {
        boolean ended = log.end(id, what < 12);
        seen.add("ended " + ended);
        if (!ended) {
          log.init(id);
        }
      } else if (what < 16) {
        log.skipNextEnd(partition);
      } else if (what == 16) {
        log.init(id);
      } else if (what == 17) {
        seen.add("fenced sent " + log.sendByFenced(id, partition, value));
      } else if (what == 18) {
        log.abortOpen(partition);
      } else {
        log.publish(partition, value);
      }
      // Also waits until ends are written: which of two skips is whose is decided by the broker.
      for (int p = 0; p < 2; p++) {
        seen.add(act + " partition " + p + " " + log.look(p));
      }
    }
    return seen;
  }
}
