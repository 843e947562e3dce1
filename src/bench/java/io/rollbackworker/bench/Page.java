package io.rollbackworker.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The page of the documents, from the runs that are kept in src/bench/results. */
final class Page {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path RESULTS = Path.of("src", "bench", "results");
  private static final Path SITE = Path.of("src", "site");

  private Page() {}

  static void write() throws IOException {
    List<Measured> runs = read("speed.jsonl", Measured.class);
    List<Killed> kills = read("kill.jsonl", Killed.class);
    List<Restored> restores = read("restore.jsonl", Restored.class);
    Medians all = new Medians(runs);
    chart("benchmark-rate.svg", Chart.of("Commands a second", all, Measured::perSecond));
    chart(
        "benchmark-cpu.svg",
        Chart.of(
            "CPU time of the worker for a command, in microseconds", all, Measured::workerMicros));
    String page =
        """
        # Benchmark

        Generated from `src/bench/results` by `mvn verify -Pbench -Dbench.set=page`. What is measured, and under what conditions:
        [the proof](proof.md#beside-what-people-use-instead).

        ## Bars and goals

        %s
        ## Speed

        ![Commands a second](../resources/benchmark-rate.svg)

        ![CPU time of the worker](../resources/benchmark-cpu.svg)

        %s
        ## What becomes of commands when workers are killed

        Two workers of each arm, of which one is killed (`kill -9`) every five seconds and started again at once; figures for 10,000 commands.

        %s
        ## Reading a ledger

        %s\
        """
            .formatted(
                goals(all, restores),
                Table.of(runs),
                Table.ofKilled(kills),
                Table.ofRestored(restores));
    Files.writeString(SITE.resolve("markdown").resolve("benchmark.md"), page);
  }

  private static <T> List<T> read(String file, Class<T> of) throws IOException {
    List<T> all = new ArrayList<>();
    for (String line : Files.readAllLines(RESULTS.resolve(file))) {
      all.add(JSON.readValue(line, of));
    }
    return all;
  }

  private static void chart(String name, String svg) throws IOException {
    Files.writeString(SITE.resolve("resources").resolve(name), svg);
  }

  private static String goals(Medians all, List<Restored> restores) {
    List<Goal> restoring = Goal.of(restores);
    return List.of(Arm.OURS, Arm.OURS_TRAINED).stream()
        .map(
            arm ->
                "%s:%n%n| figure | is | bar | goal | |%n|---|---|---|---|---|%n%s%n"
                    .formatted(
                        arm.name,
                        rows(Goal.of(all, arm.name)) + (arm == Arm.OURS ? rows(restoring) : "")))
        .collect(Collectors.joining());
  }

  private static String rows(List<Goal> goals) {
    return goals.stream().map(Goal::row).collect(Collectors.joining());
  }
}
