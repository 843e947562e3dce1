package io.rollbackworker.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures the arms side by side. System properties: bench.set (table, kill, restore; page: only
 * the documents' page, from what is kept), bench.arms (names of {@link Arm}, by comma),
 * bench.workloads (names of the set's, by comma), bench.forks, bench.warm-up and bench.measured
 * (ISO 8601). Writes each run to target/bench/runs.jsonl and the tables to target/bench/tables.md.
 */
final class Bench {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FOLDER = Path.of("target", "bench");
  private static final Path LOGS = FOLDER.resolve("logs");
  private static final Path RAW = FOLDER.resolve("runs.jsonl");

  private final Children.Child broker;
  private final List<Arm> arms = arms(System.getProperty("bench.arms", ""));
  private final int forks = Integer.getInteger("bench.forks", 3);
  private final Duration warmUp = Duration.parse(System.getProperty("bench.warm-up", "PT20S"));
  private final Duration measured = Duration.parse(System.getProperty("bench.measured", "PT20S"));
  private int runs;

  private Bench(Children.Child broker) {
    this.broker = broker;
  }

  public static void main(String[] args) throws Exception {
    if (System.getProperty("bench.set", "").equals("page")) {
      Page.write();
      return;
    }
    Files.createDirectories(FOLDER);
    Files.deleteIfExists(RAW);
    try (Children children = new Children(LOGS)) {
      Bench bench = new Bench(children.awaited(BrokerProcess.class, List.of("-Xms1g", "-Xmx1g")));
      for (Arm arm : bench.arms) {
        arm.prepare();
      }
      String tables =
          switch (System.getProperty("bench.set", "table")) {
            case "table" -> Table.of(bench.speed());
            case "kill" -> Table.ofKilled(bench.kills());
            case "restore" -> Table.ofRestored(bench.restores());
            case String other ->
                throw new IllegalArgumentException(
                    "bench.set is " + other + ", but must be table, kill, restore or page");
          };
      Files.writeString(FOLDER.resolve("tables.md"), tables);
      System.out.println(tables);
    }
  }

  private static List<Arm> arms(String names) {
    return names.isEmpty()
        ? List.of(Arm.values())
        : Arrays.stream(names.split(",")).map(Arm::valueOf).toList();
  }

  private List<Measured> speed() throws Exception {
    List<Measured> all = new ArrayList<>();
    Run run = new Run(broker, LOGS);
    for (Workload workload : asked(Workloads.table(warmUp, measured))) {
      // Fork by fork, so that what changes on the machine meets all arms alike.
      for (int fork = 1; fork <= forks; fork++) {
        for (Arm arm : arms) {
          all.add(kept(run.measure(arm, workload, "run-" + ++runs)));
        }
      }
    }
    return all;
  }

  private static List<Workload> asked(List<Workload> set) {
    List<String> names = List.of(System.getProperty("bench.workloads", "").split(","));
    return set.stream()
        .filter(workload -> names.contains("") || names.contains(workload.name()))
        .toList();
  }

  private List<Killed> kills() throws Exception {
    List<Killed> all = new ArrayList<>();
    KillRun run = new KillRun(broker, LOGS);
    for (int fork = 1; fork <= forks; fork++) {
      for (Arm arm : arms) {
        all.add(kept(run.measure(arm, Workloads.KILLS, measured, "run-" + ++runs)));
      }
    }
    return all;
  }

  private List<Restored> restores() throws Exception {
    List<Restored> all = new ArrayList<>();
    RestoreRun run = new RestoreRun(broker, LOGS);
    for (int entries : RestoreRun.ENTRIES) {
      String id = "run-" + ++runs;
      run.fill(entries, id);
      for (int fork = 1; fork <= forks; fork++) {
        all.add(kept(run.measure(entries, id, Arm.jvm())));
      }
    }
    return all;
  }

  private static <T> T kept(T result) throws IOException {
    Files.writeString(
        RAW,
        JSON.writeValueAsString(result) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    System.out.println(result);
    return result;
  }
}
