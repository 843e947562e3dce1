package io.rollbackworker.dev.embedded;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** One node that is broker and controller, on loopback, with its data in a temporary folder. */
public final class EmbeddedBroker implements AutoCloseable {
  private final int port;
  private final Path folder;
  private final KafkaRaftServer server;

  private EmbeddedBroker(int port, Path folder, Map<String, String> extra, List<String> users)
      throws Exception {
    this.port = port;
    this.folder = folder;
    Map<String, String> properties = properties(port, freePort(), folder);
    properties.putAll(extra);
    Formatter formatter =
        new Formatter()
            .setPrintStream(
                new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8))
            .setClusterId(Uuid.randomUuid().toString())
            .setNodeId(1)
            .setControllerListenerName("CONTROLLER")
            .setMetadataLogDirectory(folder.toString())
            .setDirectories(List.of(folder.toString()))
            .setScramArguments(users);
    formatter.run();
    this.server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
    server.startup();
  }

  /**
   * Starts one; returns when it serves.
   *
   * @param port 0: any free one
   * @param extra broker properties beside our own
   */
  public static EmbeddedBroker start(int port, Map<String, String> extra) {
    return start(port, extra, List.of());
  }

  /** One whose own connections log in with SCRAM-SHA-512 as this user. */
  public static EmbeddedBroker startWithUser(
      String user, String password, Map<String, String> extra) {
    String credentials = "SCRAM-SHA-512=[name=" + user + ",password=" + password + "]";
    return start(0, extra, List.of(credentials));
  }

  private static EmbeddedBroker start(int port, Map<String, String> extra, List<String> users) {
    try {
      return new EmbeddedBroker(
          port == 0 ? freePort() : port,
          Files.createTempDirectory("rollback-broker-"),
          extra,
          users);
    } catch (Exception e) {
      throw new IllegalStateException("the embedded broker did not start: " + e.getMessage(), e);
    }
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  private static Map<String, String> properties(int port, int controllerPort, Path folder) {
    Map<String, String> p = new HashMap<>();
    p.put("process.roles", "broker,controller");
    p.put("node.id", "1");
    p.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    p.put("listeners", "CLIENTS://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
    p.put("advertised.listeners", "CLIENTS://127.0.0.1:" + port);
    p.put("listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
    p.put("inter.broker.listener.name", "CLIENTS");
    p.put("controller.listener.names", "CONTROLLER");
    p.put("log.dirs", folder.toString());
    p.put("offsets.topic.replication.factor", "1");
    p.put("offsets.topic.num.partitions", "4");
    p.put("transaction.state.log.replication.factor", "1");
    p.put("transaction.state.log.min.isr", "1");
    p.put("transaction.state.log.num.partitions", "4");
    p.put("share.coordinator.state.topic.replication.factor", "1");
    p.put("share.coordinator.state.topic.min.isr", "1");
    p.put("auto.create.topics.enable", "false");
    // The default of 3 s makes every first start of a group slow; nobody else joins here.
    p.put("group.initial.rebalance.delay.ms", "100");
    p.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20));
    return p;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder, e);
    }
  }
}
