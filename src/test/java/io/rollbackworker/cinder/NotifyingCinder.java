package io.rollbackworker.cinder;

import static org.awaitility.Awaitility.await;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.testing.Tool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A volume service and an API beside those of a real Cinder, on its database and message bus, that
 * write notifications and audit events to a Kafka topic. Volumes that are made by this API live
 * with this volume service.
 *
 * <p>Debian 12's pair (Cinder 21.3, oslo.messaging 14.0) needs a default, which newer ones have:
 * its contexts come back from a notification without {@code read_deleted}, and are refused.
 */
final class NotifyingCinder implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String MAIN =
      """
      import sys
      from cinder import context
      made = context.RequestContext.from_dict.__func__
      context.RequestContext.from_dict = classmethod(
          lambda cls, values: made(cls, dict(values, read_deleted=values.get("read_deleted") or "no")))
      from cinder.cmd.%s import main
      sys.exit(main())
      """;

  private final RealCinder cinder;
  private final Path folder;
  private final int port;

  /** Host and availability zone of its own: a scheduler remembers those of the ones before. */
  private final String name = "notifying-" + UUID.randomUUID();

  /**
   * @param folder for its own files
   * @param topic without the priority, which Cinder appends: {@code .info}
   */
  NotifyingCinder(RealCinder cinder, Path folder, String bootstrapServers, String topic)
      throws Exception {
    this.cinder = cinder;
    this.folder = folder;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
    }
    write("audit.conf", "[DEFAULT]\ntarget_endpoint_type = volumev3\n");
    write("paste.ini", paste());
    write("own.conf", configuration(bootstrapServers, topic));
    start("volume");
    start("api");
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () ->
                cinder.call("GET", "/scheduler-stats/get_pools", null).contains(name + "@files#"));
    await()
        .atMost(PATIENCE)
        .until(() -> Tool.succeeds("curl -s -o /dev/null http://127.0.0.1:" + port));
  }

  private static String paste() throws IOException {
    String usual = Files.readString(Path.of("/etc/cinder/api-paste.ini"));
    return usual.replaceAll("(noauth_include_project_id = .*) apiv3", "$1 audit apiv3")
        + "\n[filter:audit]\npaste.filter_factory = keystonemiddleware.audit:filter_factory\n"
        + "audit_map_file = %(here)s/audit.conf\n";
  }

  private String configuration(String bootstrapServers, String topic) {
    return """
    [DEFAULT]
    host = %1$s
    storage_availability_zone = %1$s
    enabled_backends = files
    osapi_volume_listen_port = %2$d
    api_paste_config = %3$s/paste.ini
    [files]
    volume_driver = slow_driver.SlowDriver
    volume_backend_name = files
    [oslo_messaging_notifications]
    driver = messagingv2
    topics = %4$s
    transport_url = kafka://%5$s/
    [audit_middleware_notifications]
    driver = messagingv2
    topics = %4$s
    transport_url = kafka://%5$s/
    """
        .formatted(name, port, folder, topic, bootstrapServers);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  /** With the environment of the services beside it: theirs says where the driver and files are. */
  private void start(String part) throws IOException {
    write(part + ".py", MAIN.formatted(part));
    Tool.run(
        ("env $(tr '\\0' '\\n' </proc/$(pgrep -of '[c]inder-volume --config-file %1$s')/environ"
                + " | grep -E '^(CINDER_FILES|PYTHONPATH)=')"
                + " setsid /usr/bin/python3 %2$s/%3$s.py --config-file %1$s/cinder.conf"
                + " --config-file %2$s/own.conf >%2$s/%3$s.log 2>&1 </dev/null &")
            .formatted(cinder.home(), folder, part));
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** How often its API was asked for a snapshot. */
  long looks(SnapshotId snapshot) throws IOException {
    try (Stream<String> lines = Files.lines(folder.resolve("api.log"))) {
      return lines
          .filter(line -> line.contains("\"GET /v3/") && line.contains("/snapshots/" + snapshot))
          .count();
    }
  }

  @Override
  public void close() throws IOException {
    Tool.run("pkill -KILL -f '[/]usr/bin/python3 " + folder + "' || true");
  }
}
