package io.rollbackworker.proof.chaos;

import io.rollbackworker.testing.MarkerFaults;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/**
 * A real broker whose coordinator of transactions forgets leaders on command: each line of its
 * input is a number of ends that it skips next, as after a restart.
 */
final class ForgetfulBroker {
  private ForgetfulBroker() {}

  /**
   * @param arguments the properties' file
   */
  public static void main(String[] arguments) throws Exception {
    Properties properties = new Properties();
    try (var in = Files.newBufferedReader(Path.of(arguments[0]))) {
      properties.load(in);
    }
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
    server.startup();
    MarkerFaults markers = MarkerFaults.ofServer(server);
    try (var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        markers.skipAny(Integer.parseInt(line));
      }
    }
    server.awaitShutdown();
  }
}
