package io.rollbackworker.proof.chaos;

import static org.awaitility.Awaitility.await;

import io.rollbackworker.testing.Jvm;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * Real brokers, each a process of its own that can be killed, frozen and started again on its data.
 * Each has, beside the listener for the test itself, a number of doors: listeners behind a {@link
 * TcpProxy}, so that each worker's network can be cut alone.
 */
final class Cluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The wall clocks of two brokers. */
  private static final Duration APART = Duration.ofSeconds(1);

  private final List<Node> nodes = new ArrayList<>();
  private final List<List<TcpProxy>> doors = new ArrayList<>();

  /** One broker: its files and, while it runs, its process. */
  private static final class Node {
    final int port;
    final Path properties;
    final WrongClock clock;
    Process process;

    Node(int port, Path properties, WrongClock clock) {
      this.port = port;
      this.properties = properties;
      this.clock = clock;
    }
  }

  private Cluster() {}

  /** Starts brokers with empty data below a folder; returns when they serve. */
  static Cluster start(Path folder, int brokers, int doors) throws Exception {
    Cluster cluster = new Cluster();
    String clusterId = Uuid.randomUuid().toString();
    List<Integer> controllers = IntStream.range(0, brokers).mapToObj(i -> freePort()).toList();
    String voters =
        IntStream.range(0, brokers)
            .mapToObj(i -> (i + 1) + "@127.0.0.1:" + controllers.get(i))
            .collect(Collectors.joining(","));
    for (int d = 0; d < doors; d++) {
      cluster.doors.add(new ArrayList<>());
    }
    for (int i = 0; i < brokers; i++) {
      Path data = Files.createDirectories(folder.resolve("broker-" + (i + 1)));
      Properties p = properties(i + 1, brokers, voters, data);
      int port = freePort();
      StringBuilder listeners = new StringBuilder("CLIENTS://127.0.0.1:" + port);
      StringBuilder advertised = new StringBuilder(listeners);
      StringBuilder map = new StringBuilder("CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
      for (int d = 0; d < doors; d++) {
        int inner = freePort();
        TcpProxy door = TcpProxy.start(0, inner);
        cluster.doors.get(d).add(door);
        listeners.append(",DOOR").append(d).append("://127.0.0.1:").append(inner);
        advertised.append(",DOOR").append(d).append("://127.0.0.1:").append(door.port());
        map.append(",DOOR").append(d).append(":PLAINTEXT");
      }
      p.put("listeners", listeners + ",CONTROLLER://127.0.0.1:" + controllers.get(i));
      p.put("advertised.listeners", advertised.toString());
      p.put("listener.security.protocol.map", map.toString());
      Path file = data.resolve("server.properties");
      try (var out = Files.newBufferedWriter(file)) {
        p.store(out, null);
      }
      format(clusterId, i + 1, data.resolve("log"));
      WrongClock clock = WrongClock.in(folder, "broker-" + (i + 1), APART.multipliedBy(i));
      cluster.nodes.add(new Node(port, file, clock));
    }
    for (int i = 0; i < brokers; i++) {
      cluster.restart(i);
    }
    cluster.awaitServing();
    return cluster;
  }

  private static Properties properties(int id, int brokers, String voters, Path data) {
    Properties p = new Properties();
    String replicas = Integer.toString(Math.min(3, brokers));
    String minIsr = brokers < 3 ? "1" : "2";
    p.putAll(
        Map.of(
            "process.roles",
            "broker,controller",
            "node.id",
            Integer.toString(id),
            "controller.quorum.voters",
            voters,
            "inter.broker.listener.name",
            "CLIENTS",
            "controller.listener.names",
            "CONTROLLER",
            "log.dirs",
            data.resolve("log").toString(),
            "auto.create.topics.enable",
            "false",
            "default.replication.factor",
            replicas,
            "min.insync.replicas",
            minIsr));
    p.putAll(
        Map.of(
            "offsets.topic.replication.factor", replicas,
            "offsets.topic.num.partitions", "4",
            "transaction.state.log.replication.factor", replicas,
            "transaction.state.log.min.isr", minIsr,
            "transaction.state.log.num.partitions", "4",
            "share.coordinator.state.topic.replication.factor", replicas,
            "share.coordinator.state.topic.min.isr", minIsr,
            "group.initial.rebalance.delay.ms", "100",
            "log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20)));
    return p;
  }

  private static void format(String clusterId, int id, Path log) throws Exception {
    new Formatter()
        .setPrintStream(
            new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setClusterId(clusterId)
        .setNodeId(id)
        .setControllerListenerName("CONTROLLER")
        .setMetadataLogDirectory(log.toString())
        .setDirectories(List.of(log.toString()))
        .run();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException("no free port", e);
    }
  }

  int size() {
    return nodes.size();
  }

  /** For the test itself. */
  String bootstrapServers() {
    return nodes.stream().map(n -> "127.0.0.1:" + n.port).collect(Collectors.joining(","));
  }

  /** Through a door. */
  String bootstrapServers(int door) {
    return doors.get(door).stream()
        .map(proxy -> "127.0.0.1:" + proxy.port())
        .collect(Collectors.joining(","));
  }

  List<TcpProxy> door(int door) {
    return doors.get(door);
  }

  void restart(int broker) throws IOException {
    Node node = nodes.get(broker);
    ProcessBuilder builder =
        new ProcessBuilder(
                Jvm.command(
                    Jvm.classPath(),
                    ForgetfulBroker.class.getName(),
                    List.of(node.properties.toString())))
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(
                    new File(node.properties.getParent().toFile(), "process.log")));
    builder.environment().putAll(node.clock.environment());
    node.process = builder.start();
  }

  void kill(int broker) throws InterruptedException {
    nodes.get(broker).process.destroyForcibly().waitFor();
  }

  /** Its coordinator skips the next ends of transactions. */
  void forgetLeaders(int broker, int ends) throws IOException {
    Process process = nodes.get(broker).process;
    process.outputWriter().write(ends + "\n");
    process.outputWriter().flush();
  }

  void freeze(int broker) throws Exception {
    signal(broker, "STOP");
  }

  void thaw(int broker) throws Exception {
    signal(broker, "CONT");
  }

  private void signal(int broker, String name) throws IOException, InterruptedException {
    String pid = Long.toString(nodes.get(broker).process.pid());
    new ProcessBuilder("kill", "-" + name, pid).start().waitFor();
  }

  /** Waits until all brokers are there. */
  void awaitServing() {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
      await()
          .atMost(PATIENCE.multipliedBy(3)) // Three processes start, on a machine that is busy.
          .ignoreExceptions()
          .until(() -> admin.describeCluster().nodes().get().size() == nodes.size());
    }
  }

  @Override
  public void close() {
    for (Node node : nodes) {
      if (node.process != null) {
        node.process.destroyForcibly();
      }
    }
    doors.forEach(proxies -> proxies.forEach(TcpProxy::close));
  }
}
