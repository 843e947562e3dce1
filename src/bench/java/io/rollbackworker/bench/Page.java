package io.rollbackworker.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page of the documents, from the runs that are kept in src/bench/results. */
final class Page {
  private static final Path RESULTS = Path.of("src", "bench", "results");
  private static final Path SITE = Path.of("src", "site");

  private Page() {}

  /** Where the runs of a set are kept. */
  static Path results(String set) {
    return RESULTS.resolve(set + ".jsonl");
  }

  static void write() throws IOException {
    Medians all = new Medians(Results.read(results("table"), Measured.class));
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

        `-Dbench.set=table`. CPU time, allocation and calls are those of one command; the API's CPU time is that of the stub.

        ![Commands a second](../resources/benchmark-rate.svg)

        ![CPU time of the worker](../resources/benchmark-cpu.svg)

        %s
        ## One change at a time

        `-Dbench.set=variations`: from 50 ms, 12 partitions, distinct snapshots, no TLS. Log-normal: around a median of 50 ms, sigma 0.8. With a thousand snapshots
        commands repeat: ours answers what was done already from its ledger, without a call; the others roll back again each time.

        %s
        ## Own time under an open load

        `-Dbench.set=open`, API 10 ms: from the instant at which a command was to be sent to its outcome, less three calls.

        %s
        ## More workers

        `-Dbench.set=scale`: workers on the same 16 partitions and the same 2 cores, each with 64 calls in flight.

        %s
        ### On paper

        `-Dbench.set=paper`: a project with the default limits (20 rollbacks a second, 96 calls in flight) on 1,000 partitions, in a
        simulation that is checked against queueing theory (`FleetModel`). A worker has its share of the quota and no more, whether or not others use theirs.

        %s
        ## Start, idle time, failover

        `-Dbench.set=life`. Session time-out 6 s, the least that brokers allow by default.

        %s
        ## What becomes of commands when workers are killed

        `-Dbench.set=kill`: two workers of each arm, of which one is killed (`kill -9`) every five seconds and started again at once; figures for 10,000 commands.

        %s
        ## Reading a ledger

        `-Dbench.set=restore`: one partition.

        %s
        ## Single steps

        `-Dbench.set=micro`, by JMH: a thread of its own, everything compiled.

        %s\
        """
            .formatted(
                goals(all),
                table("table"),
                table("variations"),
                table("open"),
                table("scale"),
                table("paper"),
                table("life"),
                table("kill"),
                table("restore"),
                table("micro"));
    Files.writeString(SITE.resolve("markdown").resolve("benchmark.md"), page);
  }

  private static String table(String set) throws IOException {
    return Results.table(set, results(set));
  }

  private static void chart(String name, String svg) throws IOException {
    Files.writeString(SITE.resolve("resources").resolve(name), svg);
  }

  private static String goals(Medians all) throws IOException {
    List<Lived> lives = Results.read(results("life"), Lived.class);
    String ours = of(Arm.OURS, all, lives);
    List<Goal> others =
        Stream.concat(
                Goal.ofOpened(Results.read(results("open"), Opened.class)).stream(),
                Goal.ofRestored(Results.read(results("restore"), Restored.class)).stream())
            .toList();
    return ours + rows(others) + "\n" + of(Arm.OURS_TRAINED, all, lives);
  }

  private static String of(Arm arm, Medians all, List<Lived> lives) {
    List<Lived> own = lives.stream().filter(life -> life.arm().equals(arm.name)).toList();
    return "%s:%n%n| figure | is | bar | goal | |%n|---|---|---|---|---|%n%s%s"
        .formatted(arm.name, rows(Goal.of(all, arm.name)), rows(Goal.ofLived(own)));
  }

  private static String rows(List<Goal> goals) {
    return goals.stream().map(Goal::row).collect(Collectors.joining());
  }
}
