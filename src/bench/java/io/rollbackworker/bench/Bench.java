package io.rollbackworker.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollbackworker.bench.micro.MicroRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Measures the arms side by side. System properties: bench.set (see {@link #measure}; page: only
 * the documents' page, from what is kept), bench.arms (names of {@link Arm}, by comma),
 * bench.workloads (names of the set's, by comma), bench.forks, bench.warm-up and bench.measured
 * (ISO 8601), bench.keep (true: what was measured is kept, and the page written again). Writes each
 * run to target/bench/runs.jsonl and the tables to target/bench/tables.md.
 */
final class Bench {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FOLDER = Path.of("target", "bench");

  /** Of this run alone. */
  private static final Path LOGS = FOLDER.resolve("logs-" + System.currentTimeMillis());

  private static final Path RAW = FOLDER.resolve("runs.jsonl");

  /** Commands a second of an open load: before, and 40 % of what it can do at 10 ms. */
  private static final List<Integer> OPEN_LOADS = List.of(100, 400);

  /** So long two cores are full of compilers, broker and worker both just started. */
  private static final Duration OPEN_WARM_UP = Duration.ofMinutes(2);

  private final String set = System.getProperty("bench.set", "table");
  private final boolean keeps = Boolean.getBoolean("bench.keep");
  private final int forks = Integer.getInteger("bench.forks", 3);
  private final Duration warmUp = Duration.parse(System.getProperty("bench.warm-up", "PT20S"));
  private final Duration measured = Duration.parse(System.getProperty("bench.measured", "PT20S"));
  private final Set<Arm> prepared = EnumSet.noneOf(Arm.class);
  private int runs;

  private interface Measuring {
    Object run(Arm arm, String id) throws Exception;
  }

  public static void main(String[] args) throws Exception {
    Bench bench = new Bench();
    if (!bench.set.equals("page")) {
      Files.createDirectories(FOLDER);
      Files.deleteIfExists(RAW);
      try (Children children = new Children(LOGS)) {
        bench.measure(children.awaited(BrokerProcess.class, List.of("-Xms1g", "-Xmx1g")));
      }
      String tables = Results.table(bench.set, RAW);
      Files.writeString(FOLDER.resolve("tables.md"), tables);
      System.out.println(tables);
      if (bench.keeps) {
        Files.copy(RAW, Page.results(bench.set), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    if (bench.set.equals("page") || bench.keeps) {
      Page.write();
    }
  }

  private void measure(Children.Child broker) throws Exception {
    switch (set) {
      case "table" -> speed(broker, Workloads.table(warmUp, measured), Arm.values());
      case "variations" ->
          speed(
              broker,
              Workloads.variations(warmUp, measured),
              Arm.OURS,
              Arm.PLAIN,
              Arm.PARALLEL_CONSUMER);
      case "scale" -> speed(broker, Workloads.scale(warmUp, measured), Arm.OURS);
      case "open" -> {
        OpenRun run = new OpenRun(broker, LOGS);
        Duration warm = warmUp.compareTo(OPEN_WARM_UP) > 0 ? warmUp : OPEN_WARM_UP;
        for (int perSecond : OPEN_LOADS) {
          each(
              (arm, id) -> run.measure(arm, Workloads.OPEN, perSecond, warm, measured, id),
              Arm.OURS,
              Arm.PLAIN);
        }
      }
      case "life" -> each(new LifeRun(broker, LOGS)::measure, Arm.OURS, Arm.OURS_TRAINED);
      case "kill" -> {
        KillRun run = new KillRun(broker, LOGS);
        each(
            (arm, id) -> run.measure(arm, Workloads.KILLS, measured, id),
            Arm.OURS,
            Arm.PLAIN,
            Arm.PARALLEL_CONSUMER,
            Arm.SPRING,
            Arm.SHARE_GROUP);
      }
      case "restore" -> restore(new RestoreRun(broker, LOGS));
      case "paper" -> {
        for (PaperRun.Planned plan : PaperRun.plan()) {
          keep(plan);
        }
      }
      case "micro" -> {
        for (MicroRun.Step step : MicroRun.measure()) {
          keep(step);
        }
      }
      default ->
          throw new IllegalArgumentException(
              "bench.set is "
                  + set
                  + ", but must be table, variations, scale, open, life, kill, restore, paper,"
                  + " micro or page");
    }
  }

  private void speed(Children.Child broker, List<Workload> workloads, Arm... arms)
      throws Exception {
    Run run = new Run(broker, LOGS);
    List<String> asked = List.of(System.getProperty("bench.workloads", "").split(","));
    List<String> names = workloads.stream().map(Workload::name).toList();
    if (!asked.contains("") && !names.containsAll(asked)) {
      throw new IllegalArgumentException(
          "bench.workloads is " + asked + ", but " + names + " there are");
    }
    for (Workload workload : workloads) {
      if (asked.contains("") || asked.contains(workload.name())) {
        each((arm, id) -> run.measure(arm, workload, id), arms);
      }
    }
  }

  /** Fork by fork, so that what changes on the machine meets all arms alike. */
  private void each(Measuring measuring, Arm... usual) throws Exception {
    List<Arm> arms = arms(System.getProperty("bench.arms", ""), usual);
    for (Arm arm : arms) {
      if (prepared.add(arm)) {
        arm.prepare();
      }
    }
    for (int fork = 1; fork <= forks; fork++) {
      for (Arm arm : arms) {
        keep(measuring.run(arm, "run-" + ++runs));
      }
    }
  }

  private static List<Arm> arms(String names, Arm... usual) {
    return names.isEmpty()
        ? List.of(usual)
        : Arrays.stream(names.split(",")).map(Arm::valueOf).toList();
  }

  private void restore(RestoreRun run) throws Exception {
    for (int entries : RestoreRun.ENTRIES) {
      String id = "run-" + ++runs;
      run.fill(entries, id);
      for (int fork = 1; fork <= forks; fork++) {
        keep(run.measure(entries, id, Arm.jvm()));
      }
    }
  }

  private static void keep(Object result) throws IOException {
    Files.writeString(
        RAW,
        JSON.writeValueAsString(result) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    System.out.println(result);
  }
}
