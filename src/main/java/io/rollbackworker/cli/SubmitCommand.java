package io.rollbackworker.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.command.Decoded;
import io.rollbackworker.command.Origin;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.config.Configuration;
import io.rollbackworker.config.Keys;
import io.rollbackworker.kafka.client.CommandPublisher;
import io.rollbackworker.worker.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "submit",
    description = "Publishes rollback commands. Everything is checked before the first is sent.",
    mixinStandardHelpOptions = true)
final class SubmitCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Origin NOWHERE = new Origin("AAAAAAAAAAAAAAAAAAAAAA", 0, 0, Instant.EPOCH);

  @Mixin private Connection connection = new Connection();
  @Spec private @Nullable CommandSpec spec;

  @Mixin private SnapshotIds snapshots = new SnapshotIds();

  @Option(
      names = "--volume",
      paramLabel = "VOLUME_ID",
      description = "Refuse unless this is the source volume.")
  private @Nullable String volume;

  @Option(
      names = "--volume-name",
      description = "Refuse unless the volume has this name; needs --volume.")
  private @Nullable String volumeName;

  @Option(
      names = "--project",
      paramLabel = "PROJECT_ID",
      description = "Default: the workers' first.")
  private @Nullable String project;

  @Option(
      names = "--command-id",
      description = "Names the request, so that it may be sent again safely.")
  private @Nullable String commandId;

  @Option(
      names = "--supersedes",
      paramLabel = "COMMAND_ID",
      description = "Run again after this command has ended.")
  private @Nullable String supersedes;

  @Option(
      names = "--expires-at",
      paramLabel = "TIME",
      description = "For example 2026-11-21T03:00:00Z.")
  private @Nullable String expiresAt;

  @Option(names = "--dry-run", description = "Only check.")
  private boolean dryRun;

  @Option(names = "--requested-by", description = "For the audit trail.")
  private @Nullable String requestedBy;

  @Option(names = "--reason", description = "For the audit trail.")
  private @Nullable String reason;

  @Option(names = "--label", paramLabel = "NAME=VALUE", description = "For the audit trail.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Override
  public Integer call() throws Exception {
    List<SnapshotId> ids = ids();
    Configuration configuration = connection.load();
    CommandDecoder decoder = new CommandDecoder(configuration.get(Keys.MAX_COMMAND_BYTES));
    Map<String, byte[]> commands = new LinkedHashMap<>();
    for (SnapshotId id : ids) {
      commands.put(id.value(), checked(command(id.value()), decoder));
    }
    try (CommandPublisher publisher = new CommandPublisher(Settings.kafka(configuration))) {
      Map<String, CommandPublisher.Sending> sendings = new LinkedHashMap<>();
      commands.forEach((id, value) -> sendings.put(id, publisher.publish(id, value)));
      for (var sending : sendings.entrySet()) {
        CommandPublisher.Stored stored = sending.getValue().await();
        Terminal.out(
            sending.getKey()
                + (dryRun ? " dry run" : "")
                + (commandId == null ? "" : " as " + commandId)
                + " submitted, partition "
                + stored.partition()
                + " offset "
                + stored.offset());
      }
    }
    return 0;
  }

  private List<SnapshotId> ids() {
    List<SnapshotId> ids = snapshots.read();
    if (volumeName != null && volume == null) {
      throw Misuse.of(spec, "--volume-name needs --volume");
    }
    if (ids.size() > 1 && (commandId != null || supersedes != null || volume != null)) {
      throw Misuse.of(spec, "--command-id, --supersedes and --volume fit one snapshot only");
    }
    return ids;
  }

  private ObjectNode command(String id) {
    ObjectNode command = JSON.createObjectNode();
    command.put("snapshot_id", id);
    if (volume != null) {
      ObjectNode rollback = command.putObject("rollback");
      rollback.put("volume_id", volume).put("name", volumeName).removeIf(JsonNode::isNull);
    }
    command.put("project_id", project);
    command.put("command_id", commandId);
    command.put("supersedes", supersedes);
    command.put("expires_at", expiresAt);
    if (dryRun) {
      command.put("dry_run", true);
    }
    command.put("requested_by", requestedBy);
    command.put("reason", reason);
    if (!labels.isEmpty()) {
      ObjectNode object = command.putObject("labels");
      labels.forEach(object::put);
    }
    command.removeIf(JsonNode::isNull);
    return command;
  }

  /** With the decoder that the workers use. */
  private byte[] checked(ObjectNode command, CommandDecoder decoder) {
    byte[] value = command.toString().getBytes(StandardCharsets.UTF_8);
    return switch (decoder.decode(value, NOWHERE)) {
      case Decoded.Valid valid -> value;
      case Decoded.Malformed malformed -> throw Misuse.of(spec, malformed.problem());
    };
  }
}
