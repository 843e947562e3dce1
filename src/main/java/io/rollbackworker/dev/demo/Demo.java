package io.rollbackworker.dev.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollbackworker.command.Origin;
import io.rollbackworker.command.SchemaCheck;
import io.rollbackworker.dev.simulator.RollbackRequest;
import io.rollbackworker.kafka.client.CommandPublisher;
import io.rollbackworker.kafka.client.OutcomeReader;
import io.rollbackworker.outcome.Json;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeCodec;
import io.rollbackworker.outcome.Result;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Publishes the scenarios phase by phase, shows the events as they arrive, and checks each. Not
 * thread-safe.
 */
public final class Demo {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(25);

  private final Stack stack;
  private final int partitions;
  private final PrintStream out;
  private final OutcomeCodec codec = new OutcomeCodec();
  private final SchemaCheck schema = SchemaCheck.of("outcome.schema.json");
  private final Map<Place, Asked> asked = new HashMap<>();
  private final Map<String, Outcome> answers = new HashMap<>();
  private final List<String> faults = new ArrayList<>();
  private int shown;

  private record Place(int partition, long offset) {
    static Place of(Origin origin) {
      return new Place(origin.partition(), origin.offset());
    }
  }

  /** A published scenario and the events that are still to come. */
  private record Asked(Scenario scenario, Instant at, List<Scenario.Expected> outstanding) {}

  public Demo(Stack stack, int partitions, PrintStream out) {
    this.stack = stack;
    this.partitions = partitions;
    this.out = out;
  }

  /** True if every event was as expected and every effect is accounted for. */
  public boolean run() throws InterruptedException {
    out.printf("%-4s %-52s %-42s %8s%n", "", "command", "event", "time");
    try (CommandPublisher publisher = new CommandPublisher(stack.kafka());
        OutcomeReader reader =
            OutcomeReader.fromBeginning(stack.kafka(), stack.kafka().outcomesTopic())) {
      List<Scenario> first =
          Stream.of(
                  new AcceptedCommands(stack.cloud()),
                  new RefusedByState(stack.cloud()),
                  new CloudTroubles(stack.cloud()),
                  new OddRecords(stack.cloud(), partitions))
              .flatMap(script -> script.scenarios().stream())
              .toList();
      phase(publisher, reader, first, 1);
      phase(publisher, reader, new SecondPhase(stack.cloud()).scenarios(), 1);
      stack.resolve(answer(CloudTroubles.DOUBT));
      awaitEvents(reader, 0);
    }
    checkEffects();
    faults.forEach(fault -> out.println("WRONG: " + fault));
    out.printf(
        "%n%d commands, %d events, %d effects at the cloud: %s%n",
        asked.size(),
        shown,
        stack.cloud().world().effects().size(),
        faults.isEmpty() ? "all as expected" : faults.size() + " wrong");
    return faults.isEmpty();
  }

  /**
   * @param spared so many expected events may stay out until a later phase
   */
  private void phase(
      CommandPublisher publisher, OutcomeReader reader, List<Scenario> scenarios, int spared)
      throws InterruptedException {
    for (Scenario scenario : scenarios) {
      Scenario.Message message = scenario.record().apply(this::answer);
      Instant at = Instant.now();
      CommandPublisher.Stored stored =
          message.partition() == null
              ? publisher.publish(message.key(), message.value()).await()
              : publisher
                  .publishTo(
                      message.partition(),
                      Objects.requireNonNull(message.value()),
                      message.headers())
                  .await();
      asked.put(
          new Place(stored.partition(), stored.offset()),
          new Asked(scenario, at, new ArrayList<>(scenario.expected())));
    }
    awaitEvents(reader, spared);
  }

  private void awaitEvents(OutcomeReader reader, int spared) {
    Instant until = Instant.now().plus(PATIENCE);
    while (outstanding() > spared && Instant.now().isBefore(until)) {
      reader.poll(POLL).forEach(this::take);
    }
    if (outstanding() > spared) {
      asked.values().stream()
          .filter(a -> !a.outstanding.isEmpty())
          .forEach(a -> faults.add(a.scenario.title() + ": missing " + a.outstanding));
    }
  }

  private Outcome answer(String title) {
    Outcome answer = answers.get(title);
    if (answer == null) {
      throw new IllegalStateException("the scenario \"" + title + "\" was never answered");
    }
    return answer;
  }

  private int outstanding() {
    return asked.values().stream().mapToInt(a -> a.outstanding.size()).sum();
  }

  private void take(OutcomeReader.Event event) {
    checkSchema(event.value());
    Outcome outcome = codec.decode(event.value().getBytes(StandardCharsets.UTF_8));
    Asked about = asked.get(Place.of(outcome.subject().origin()));
    if (about == null || about.outstanding.isEmpty()) {
      faults.add("nobody expects " + event.value());
      return;
    }
    answers.putIfAbsent(about.scenario.title(), outcome);
    Scenario.Expected expected = about.outstanding.removeFirst();
    Scenario.Expected found =
        new Scenario.Expected(
            outcome.result().type(), detail(outcome.result()), outcome.duplicateOf() != null);
    boolean right = expected.equals(found);
    if (!right) {
      faults.add(about.scenario.title() + ": expected " + expected + ", found " + event.value());
    }
    out.printf(
        "%-4s %-52s %-42s %6d ms%n",
        right ? "ok" : "BAD",
        about.scenario.title(),
        found,
        Duration.between(about.at, Instant.now()).toMillis());
    shown++;
  }

  private static String detail(Result result) {
    var error = result.errorOrNull();
    String code = error == null ? "" : error.code().name();
    return switch (result) {
      case Result.Accepted accepted -> Json.name(accepted.proof());
      case Result.Checked checked -> (Json.name(checked.would()) + " " + code).strip();
      case Result.Rejected _, Result.InDoubt _, Result.End _ -> code;
    };
  }

  private void checkSchema(String value) {
    try {
      schema
          .problem(new ObjectMapper().readTree(value))
          .ifPresent(problem -> faults.add("not as the schema says: " + problem + ": " + value));
    } catch (IOException e) {
      faults.add("not JSON: " + value);
    }
  }

  /** Each accepted command has one effect, and nothing else has any. */
  private void checkEffects() {
    Map<String, Long> wanted =
        asked.values().stream()
            .filter(a -> a.scenario.expected().stream().anyMatch(e -> e.type().equals("accepted")))
            .map(a -> String.valueOf(answer(a.scenario.title()).subject().snapshotId()))
            .collect(Collectors.groupingBy(id -> id, Collectors.counting()));
    Map<String, Long> found =
        stack.cloud().world().effects().stream()
            .collect(Collectors.groupingBy(RollbackRequest::snapshotId, Collectors.counting()));
    if (!wanted.equals(found)) {
      faults.add("effects at the cloud: expected " + wanted + ", found " + found);
    }
  }
}
