package io.rollbackworker.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.TestSettings;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** The main job on the public broker image, where a Docker engine runs and has the image. */
@Tag("containers")
class ContainerIT {
  private static final String IMAGE = "apache/kafka:4.3.1";

  @Test
  void shouldDoItsJobOnThePublicBrokerImage() throws Exception {
    skipLoudlyWithoutDocker();
    try (KafkaContainer broker = new KafkaContainer(DockerImageName.parse(IMAGE))) {
      broker.start();
      KafkaSettings kafka = TestSettings.kafka(address(broker), "container");
      try (Fleet fleet = Fleet.on(kafka, 3)) {
        fleet.ready();
        for (int i = 1; i <= 20; i++) {
          fleet.publish("bulk-" + i, "");
          fleet.publish("bulk-" + i, "");
        }
        fleet.awaitAnswers(40);

        assertThat(fleet.effects()).hasSize(20).allSatisfy((id, n) -> assertThat(n).isEqualTo(1));
        assertThat(fleet.answers())
            .allMatch(
                a ->
                    a.result() instanceof Result.Accepted
                        || a.result() instanceof Result.Completed);
      }
    }
  }

  private static String address(KafkaContainer broker) {
    String servers = broker.getBootstrapServers();
    return servers.substring(servers.indexOf("://") < 0 ? 0 : servers.indexOf("://") + 3);
  }

  /** Asks for the image before Testcontainers does: pulling what cannot be pulled takes minutes. */
  private static void skipLoudlyWithoutDocker() {
    String missing = null;
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      missing =
          "no Docker engine answers; install one, for example Debian's docker.io, and start"
              + " dockerd";
    } else {
      try {
        DockerClientFactory.instance().client().inspectImageCmd(IMAGE).exec();
      } catch (RuntimeException e) {
        missing = "the image is not there; run: docker pull " + IMAGE;
      }
    }
    if (missing != null) {
      System.err.println("SKIPPED ContainerIT: " + missing);
    }
    Assumptions.assumeTrue(missing == null, missing);
  }
}
