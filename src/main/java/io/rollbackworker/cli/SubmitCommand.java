package io.rollbackworker.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.config.Configuration;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.client.CommandPublisher;
import io.rollbackworker.kafka.client.OutcomeReader;
import io.rollbackworker.request.Mistakes;
import io.rollbackworker.request.Pursuit;
import io.rollbackworker.request.Request;
import io.rollbackworker.request.Row;
import io.rollbackworker.time.Time;
import io.rollbackworker.worker.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "submit",
    description = {
      "Publishes rollback commands. Everything is checked before the first is sent.",
      "Examples:",
      "  rollback-worker submit SNAPSHOT_ID --reason \"incident 4711\" --wait --until completed",
      "  rollback-worker submit --file plan.csv --expires-in 30m --label priority=urgent",
      "  rollback-worker ledger --state in_doubt --ids | rollback-worker submit --file - --dry-run"
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:all is stored; with --wait: all went as asked",
      "1:not done, for example because no broker answers",
      "2:called wrongly, or a line is wrong: nothing was sent",
      Following.EXIT_4,
      Following.EXIT_5,
      Following.EXIT_6
    },
    mixinStandardHelpOptions = true)
final class SubmitCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A send's time runs from when it is given: no more at once than go out quickly. */
  private static final int TOGETHER = 1_000;

  @Mixin private Connection connection = new Connection();
  @Mixin private CommandRows rows = new CommandRows();
  @Mixin private CommandOptions options = new CommandOptions();
  @Mixin private Following following = new Following();
  @ArgGroup private Expiry expiry = new Expiry();
  @Spec private @Nullable CommandSpec spec;

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
      names = "--command-id",
      description = "Names the request, so that it may be sent again safely.")
  private @Nullable String commandId;

  @Option(
      names = "--supersedes",
      paramLabel = "COMMAND_ID",
      description = "Run again after this command has ended.")
  private @Nullable String supersedes;

  @Option(names = "--dry-run", description = "Only check, whatever a file says.")
  private boolean dryRun;

  @Option(
      names = "--wait",
      description = "Show the outcomes and return when the last command is over (--until).")
  private boolean wait;

  @Option(names = "--json", description = "One line of JSON for each result, for machines.")
  private boolean json;

  static final class Expiry {
    @Option(
        names = "--expires-at",
        paramLabel = "TIME",
        description = "Nothing is sent to the cloud after it; like 2026-11-21T03:00:00Z.")
    private @Nullable Instant at;

    @Option(
        names = "--expires-in",
        paramLabel = "DURATION",
        description = "The same, from now on; like 30m.")
    private @Nullable Duration in;

    @Nullable Instant from(Instant now) {
      return in == null ? at : now.plus(in);
    }
  }

  @Override
  public Integer call() throws Exception {
    List<Row> listed = rows.read();
    if (volumeName != null && volume == null) {
      throw Misuse.of(spec, "--volume-name needs --volume");
    }
    if (listed.size() > 1 && (commandId != null || supersedes != null || volume != null)) {
      throw Misuse.of(spec, "--command-id, --supersedes and --volume fit one snapshot only");
    }
    Time time = Time.system();
    Configuration configuration = connection.load();
    Signing signing = Signing.of(configuration);
    List<Request> requests = checked(listed, configuration, signing, time.now());
    KafkaSettings kafka = Settings.kafka(configuration);
    if (!wait) {
      return publish(requests, kafka, signing, new Pursuit(following.until())) ? 0 : 1;
    }
    try (OutcomeReader outcomes = OutcomeReader.fromNow(kafka, kafka.outcomesTopic())) {
      Pursuit pursuit = new Pursuit(following.until());
      boolean stored = publish(requests, kafka, signing, pursuit);
      int exitCode = following.follow(outcomes, pursuit, json, time);
      return stored ? exitCode : 1;
    }
  }

  private List<Request> checked(
      List<Row> listed, Configuration configuration, Signing signing, Instant now) throws Mistakes {
    if (dryRun) {
      listed.forEach(row -> row.fields().put("dry_run", true));
    }
    Instant expiresAt = expiry.from(now);
    if (signing.signs()) { // A copy that somebody publishes later must be void.
      listed.stream()
          .map(Row::fields)
          .filter(fields -> commandId == null && !fields.has("command_id"))
          .forEach(fields -> fields.put("command_id", UUID.randomUUID().toString()));
      expiresAt = expiresAt == null ? now.plus(signing.usualLife()) : expiresAt;
    }
    ObjectNode defaults = options.fields(expiresAt);
    if (volume != null) {
      ObjectNode rollback = defaults.putObject("rollback");
      rollback.put("volume_id", volume).put("name", volumeName).removeIf(JsonNode::isNull);
    }
    defaults.put("command_id", commandId);
    defaults.put("supersedes", supersedes);
    defaults.removeIf(JsonNode::isNull);
    return Connection.requests(configuration).check(listed, defaults);
  }

  /** Whether all are stored; those that are, are followed. */
  private boolean publish(
      List<Request> requests, KafkaSettings kafka, Signing signing, Pursuit pursuit)
      throws InterruptedException {
    List<Request> unknown = new ArrayList<>();
    try (CommandPublisher publisher = new CommandPublisher(kafka)) {
      for (int from = 0; from < requests.size(); from += TOGETHER) {
        publish(
            requests.subList(from, Math.min(requests.size(), from + TOGETHER)),
            publisher,
            signing,
            pursuit,
            unknown);
      }
    }
    if (!unknown.isEmpty()) {
      Terminal.err(
          "%d of %d are not known to be stored. To send them again does no harm: within the window"
                  .formatted(unknown.size(), requests.size())
              + " a snapshot is rolled back once. They are:");
      unknown.forEach(request -> Terminal.err(request.id() + "  " + request.place()));
    } else if (wait) {
      Terminal.err(requests.size() + " submitted" + (dryRun ? ", dry run" : ""));
    }
    return unknown.isEmpty();
  }

  private void publish(
      List<Request> requests,
      CommandPublisher publisher,
      Signing signing,
      Pursuit pursuit,
      List<Request> unknown)
      throws InterruptedException {
    Map<Request, CommandPublisher.Sending> sendings = new LinkedHashMap<>();
    for (Request request : requests) {
      sendings.put(
          request, publisher.publish(request.id().value(), signing.message(request.json())));
    }
    for (Map.Entry<Request, CommandPublisher.Sending> sending : sendings.entrySet()) {
      Request request = sending.getKey();
      Optional<CommandPublisher.Stored> stored = sending.getValue().awaitIfStored();
      stored.ifPresentOrElse(
          where -> {
            pursuit.follow(request.id(), where.partition(), where.offset());
            if (!wait) {
              Terminal.out(json ? event(request, where) : line(request, where));
            }
          },
          () -> unknown.add(request));
    }
  }

  private static String line(Request request, CommandPublisher.Stored stored) {
    return request.id()
        + (request.command().dryRun() ? " dry run" : "")
        + (request.command().namedByOrigin() ? "" : " as " + request.command().commandId())
        + " submitted, partition "
        + stored.partition()
        + " offset "
        + stored.offset();
  }

  private static String event(Request request, CommandPublisher.Stored stored) {
    SnapshotId id = request.id();
    return JSON.createObjectNode()
        .put("snapshot_id", id.value())
        .put("partition", stored.partition())
        .put("offset", stored.offset())
        .toString();
  }
}
