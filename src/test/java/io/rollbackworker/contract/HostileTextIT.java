package io.rollbackworker.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollbackworker.campaign.Order;
import io.rollbackworker.campaign.Terms;
import io.rollbackworker.cli.RollbackWorkerCommand;
import io.rollbackworker.command.CampaignName;
import io.rollbackworker.command.PrintableTest;
import io.rollbackworker.dev.simulator.Fault;
import io.rollbackworker.dev.simulator.FaultPoint;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.SimVolume;
import io.rollbackworker.freeze.Freeze;
import io.rollbackworker.kafka.client.CampaignTopic;
import io.rollbackworker.kafka.client.CommandPublisher;
import io.rollbackworker.kafka.control.Orders;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.CommandLines;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What requesters, operators and the cloud wrote, as every sub-command prints it. */
class HostileTextIT {
  /**
   * They print nothing that others wrote, take no configuration, or ask a cloud alone; all print
   * through the same terminal.
   */
  private static final Set<String> OTHERS =
      Set.of("run", "check", "probe", "demo", "simulator", "train", "help", "generate-completion");

  private static final List<String> TEXTS =
      PrintableTest.hostile().stream().filter(text -> !text.equals("\ud800")).toList();

  private static final String ALL = String.join(" ", TEXTS);

  /** What commands may hold. */
  private static final String ALLOWED =
      TEXTS.stream()
          .filter(text -> !text.matches("(?s).*[\u0000-\u0008\u000b\u000c\u000e-\u001f].*"))
          .collect(Collectors.joining(" "));

  @TempDir private Path folder;

  @Test
  void shouldPrintNothingThatMovesACursorOrBeginsALine() throws Exception {
    try (Fleet fleet = Fleet.with(1);
        Orders orders = new Orders(fleet.kafka())) {
      write(fleet, orders);
      Path config = CommandLines.config(folder, fleet.kafka());

      Map<String, List<String>> lines = lines();
      Set<String> known = new TreeSet<>(lines.keySet());
      known.addAll(OTHERS);
      assertThat(known).isEqualTo(RollbackWorkerCommand.commandLine().getSubcommands().keySet());

      for (List<String> words : lines.values()) {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of("--config", config.toString()));
        CommandLines.Run run = CommandLines.plain(all.toArray(String[]::new));
        String printed = run.out() + run.err();
        assertThat(printed.lines()).as(words.getFirst()).isNotEmpty();
        assertThat(printed.lines())
            .as(words.getFirst())
            .allSatisfy(line -> assertThat(line).doesNotContainPattern("[\\p{C}\\p{Zl}\\p{Zp}]"))
            .noneMatch(line -> line.startsWith("2026-11-25T10:00"))
            .noneMatch(line -> line.equals("  ► accepted (response)"));
      }
      assertThat(CommandLines.run(config, "explain", SeedWorld.snapshotId("bulk-1")).out())
          .contains("\\u202e", "\\u009b31m");
    }
  }

  /** The sub-commands that print what others wrote, so that there is something of it to print. */
  private static Map<String, List<String>> lines() {
    String doubtful = SeedWorld.snapshotId("bulk-3");
    Map<String, List<String>> lines = new TreeMap<>();
    lines.put("watch", List.of("watch", "--from-beginning", "--count", "5"));
    lines.put("ledger", List.of("ledger"));
    List<String> explain = new ArrayList<>(List.of("explain"));
    for (int i = 1; i <= 4; i++) {
      explain.add(SeedWorld.snapshotId("bulk-" + i));
    }
    lines.put("explain", explain);
    lines.put("audit", List.of("audit"));
    lines.put("submit", List.of("submit", "--reason", ALL, SeedWorld.snapshotId("bulk-9")));
    lines.put(
        "resolve",
        List.of("resolve", doubtful, "--taken", "--requested-by", "nina" + ALL, "--reason", ALL));
    lines.put("freeze", List.of("freeze", "--reason", ALL));
    lines.put("thaw", List.of("thaw"));
    lines.put("topics", List.of("topics", "describe"));
    lines.put("campaign", List.of("campaign", "status"));
    lines.put("approve", List.of("approve", "--name", "unsigned", "plan.csv"));
    return lines;
  }

  /** Accepted, in doubt, unreadable, refused by the cloud, and frozen, each with all of it. */
  private static void write(Fleet fleet, Orders orders) throws Exception {
    String named = SeedWorld.volumeId("bulk-1");
    SimVolume volume = Objects.requireNonNull(fleet.cloud().world().volume(named));
    fleet
        .cloud()
        .world()
        .put(
            new SimVolume(
                named,
                volume.projectId(),
                ALL,
                "available",
                1,
                List.of(),
                "data",
                volume.createdAt(),
                volume.updatedAt()));
    fleet.ready();
    fleet
        .cloud()
        .faults()
        .add(Fault.onRollback(FaultPoint.CLOSE_BEFORE_EFFECT, SeedWorld.snapshotId("bulk-3")));
    fleet
        .cloud()
        .faults()
        .add(
            Fault.onRollback(FaultPoint.ERROR_BEFORE_EFFECT, SeedWorld.snapshotId("bulk-4"))
                .answering(403, "EVS.2056", ALL));
    List<CommandPublisher.Stored> asked =
        List.of(
            publish(fleet, "bulk-1", Map.of("rollback", Map.of("volume_id", named, "name", "x"))),
            publish(fleet, "bulk-2", Map.of(ALL, 1)),
            publish(fleet, "bulk-2", Map.of("reason", ALL, "command_id", ALL)),
            publish(fleet, "bulk-3", Map.of("reason", ALLOWED, "requested_by", ALLOWED)),
            publish(fleet, "bulk-4", Map.of("labels", Map.of("ticket", ALLOWED))));
    asked.forEach(fleet::answer);
    fleet.awaitEvent(asked.get(3), o -> o.result() instanceof Result.InDoubt);
    orders.freeze(new Freeze(Samples.PROJECT, "nina" + ALL, ALL, Instant.now()));
    CampaignName name = new CampaignName("hostile");
    try (CampaignTopic campaigns = new CampaignTopic(fleet.kafka());
        CampaignTopic.Writer writer = campaigns.writer(name)) {
      Terms terms = new Terms(0, Duration.ZERO, 1, 1, Duration.ofHours(1), false, false);
      writer.publish(
          List.of(
              new Order.Opened(Instant.now(), ALL, 1, 1, Map.of(), terms, List.of()),
              new Order.Stopped(Instant.now(), ALL, ALL)));
    }
  }

  private static CommandPublisher.Stored publish(
      Fleet fleet, String seed, Map<String, Object> fields) throws Exception {
    Map<String, Object> command = new HashMap<>(fields);
    String id = SeedWorld.snapshotId(seed);
    command.put("snapshot_id", id);
    return fleet.publish(id, new ObjectMapper().writeValueAsBytes(command));
  }
}
