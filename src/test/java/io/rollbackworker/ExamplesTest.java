package io.rollbackworker;

import static io.rollbackworker.testing.Samples.SNAPSHOT;
import static io.rollbackworker.testing.Samples.place;
import static io.rollbackworker.testing.Samples.run;
import static io.rollbackworker.testing.Samples.subject;
import static io.rollbackworker.testing.Samples.told;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollbackworker.campaign.Order;
import io.rollbackworker.campaign.OrderCodec;
import io.rollbackworker.campaign.Terms;
import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.Decoded;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.command.SchemaCheck;
import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.evidence.EvidenceCodec;
import io.rollbackworker.evidence.PermitKey;
import io.rollbackworker.freeze.Freeze;
import io.rollbackworker.freeze.FreezeCodec;
import io.rollbackworker.inference.Calibration;
import io.rollbackworker.inference.CalibrationCodec;
import io.rollbackworker.inference.Lessons;
import io.rollbackworker.ledger.Encoded;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.Head;
import io.rollbackworker.ledger.LedgerCodec;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.ledger.RunState;
import io.rollbackworker.ledger.Settled;
import io.rollbackworker.outcome.Authorization;
import io.rollbackworker.outcome.Observed;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeCodec;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.outcome.Told;
import io.rollbackworker.outcome.Witness;
import io.rollbackworker.testing.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The examples beside the schemas: each is valid, each is read by the program, and those that the
 * program writes are what it writes today. {@code -Dexamples.write=yes} writes the files anew.
 */
class ExamplesTest {
  private static final Path FOLDER = Path.of("schemas", "examples");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final PermitKey KEY = new PermitKey(new Random(1));
  private final OutcomeCodec outcomes = new OutcomeCodec();
  private final LedgerCodec ledger = new LedgerCodec();

  @TestFactory
  Stream<DynamicTest> shouldReadEveryCommandExample() throws IOException {
    SchemaCheck schema = SchemaCheck.of("command.schema.json");
    return files("command-")
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(),
                    () -> {
                      byte[] value = Files.readAllBytes(file);
                      assertThat(schema.problem(JSON.readTree(value))).isEmpty();
                      assertThat(new CommandDecoder(65_536).decode(value, place(0)))
                          .isInstanceOf(Decoded.Valid.class);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> shouldWriteOutcomesAsInTheExamples() {
    SchemaCheck schema = SchemaCheck.of("outcome.schema.json");
    return outcomeSamples().entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getKey(),
                    () -> {
                      byte[] written = outcomes.encode(e.getValue());
                      JsonNode example = example("outcome-" + e.getKey(), written);
                      assertThat(JSON.readTree(written)).isEqualTo(example);
                      assertThat(schema.problem(example)).isEmpty();
                      assertThat(outcomes.decode(JSON.writeValueAsBytes(example)))
                          .isEqualTo(e.getValue());
                    }));
  }

  @TestFactory
  Stream<DynamicTest> shouldWriteLedgerRecordsAsInTheExamples() {
    return ledgerSamples().entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getKey(),
                    () -> {
                      String kind = e.getKey().replaceFirst("-.*", "");
                      SchemaCheck schema = SchemaCheck.of("ledger-" + kind + ".schema.json");
                      Encoded encoded = ledger.encode(e.getValue(), Entry.FORMAT);
                      byte[] written = encoded.value();
                      JsonNode example = example("ledger-" + e.getKey(), written);
                      assertThat(JSON.readTree(written)).isEqualTo(example);
                      assertThat(schema.problem(example)).isEmpty();
                      LedgerRecord read =
                          ledger.decode(
                              new Encoded(encoded.key(), JSON.writeValueAsBytes(example), Map.of()),
                              Samples.NOW);
                      assertThat(ledger.encode(read, Entry.FORMAT).value()).isEqualTo(written);
                    }));
  }

  @Test
  void shouldWriteAFreezeAsInTheExample() throws IOException {
    Freeze freeze =
        new Freeze(
            null, "nina", "wrong snapshots, incident 4711", Instant.parse("2026-11-21T03:00:00Z"));
    byte[] written = FreezeCodec.encode(freeze);
    JsonNode example = example("control-freeze", written);

    assertThat(JSON.readTree(written)).isEqualTo(example);
    assertThat(SchemaCheck.of("control.schema.json").problem(example)).isEmpty();
    assertThat(FreezeCodec.decode("*", JSON.writeValueAsBytes(example))).isEqualTo(freeze);
  }

  @Test
  void shouldWriteAnOperatorsWordAsInTheExample() throws IOException {
    Evidence word = evidence(Evidence.By.OPERATOR, "nina", "the console shows no rollback");
    byte[] written = EvidenceCodec.encode(word);
    JsonNode example = example("control-resolve", written);

    assertThat(JSON.readTree(written)).isEqualTo(example);
    assertThat(SchemaCheck.of("control.schema.json").problem(example)).isEmpty();
    assertThat(EvidenceCodec.operators(word.permit(), JSON.writeValueAsBytes(example)))
        .isEqualTo(word);
  }

  @Test
  void shouldWriteAWorkersEvidenceAsInTheExample() throws IOException {
    Evidence evidence = evidence(Evidence.By.WORKER, "worker-1", "lost its lane");
    byte[] written = EvidenceCodec.encode(evidence, KEY.sign(evidence.says()));
    JsonNode example = example("evidence", written);

    assertThat(JSON.readTree(written)).isEqualTo(example);
    assertThat(SchemaCheck.of("evidence.schema.json").problem(example)).isEmpty();
    assertThat(EvidenceCodec.workers(KEY.id(), JSON.writeValueAsBytes(example)))
        .isEqualTo(evidence);
  }

  @Test
  void shouldWriteLessonsAsInTheExample() throws IOException {
    Lessons lessons =
        new Lessons(20, 12, 1, new Lessons.Contradiction(Samples.NOW, "a snapshot did not move"));
    byte[] written = CalibrationCodec.value(lessons);
    JsonNode example = example("lessons", written);
    Calibration others = new Calibration("p2");
    CalibrationCodec codec = new CalibrationCodec(others, 1);

    assertThat(JSON.readTree(written)).isEqualTo(example);
    assertThat(SchemaCheck.of("lessons.schema.json").problem(example)).isEmpty();
    byte[] key = new CalibrationCodec(new Calibration("p1"), 1).key(Samples.PROJECT);
    assertThat(codec.take(key, JSON.writeValueAsBytes(example))).isEmpty();
    assertThat(others.of(Samples.PROJECT)).isEqualTo(lessons);
  }

  @TestFactory
  Stream<DynamicTest> shouldWriteCampaignsAsInTheExamples() {
    SchemaCheck schema = SchemaCheck.of("campaign.schema.json");
    Terms terms = new Terms(5, Duration.ofMinutes(1), 500, 100, Duration.ofHours(1), false, false);
    return Stream.of(
            new Order.Opened(Samples.NOW, "nina", 1, 1, Map.of(0, 1_200L), terms, List.of()),
            new Order.Part(0, List.of("{\"snapshot_id\":\"" + SNAPSHOT + "\"}")),
            new Order.Sweep(0, Samples.NOW, List.of(SNAPSHOT)),
            new Order.Wave(0, Samples.NOW, Samples.NOW.plusSeconds(3_600), List.of(SNAPSHOT)),
            new Order.Stopped(Samples.NOW, "nina", "wrong plan"))
        .map(
            order ->
                DynamicTest.dynamicTest(
                    order.key(),
                    () -> {
                      byte[] written = OrderCodec.encode(order);
                      String name = "campaign-" + order.key().replaceFirst("/.*", "");
                      JsonNode example = example(name, written);
                      assertThat(JSON.readTree(written)).isEqualTo(example);
                      assertThat(schema.problem(example)).isEmpty();
                      assertThat(OrderCodec.decode(JSON.writeValueAsBytes(example)))
                          .isEqualTo(order);
                    }));
  }

  private static Evidence evidence(Evidence.By by, String who, String reason) {
    return new Evidence(
        SNAPSHOT,
        new CommandId("nightly-2"),
        KEY.id(),
        Evidence.Says.NOT_TAKEN,
        by,
        null,
        who,
        reason,
        Samples.NOW);
  }

  private static Map<String, Outcome> outcomeSamples() {
    Map<String, Outcome> samples = new TreeMap<>();
    samples.put("accepted", outcome(1, Samples.acceptedResult(), null));
    samples.put("rejected", outcome(1, Samples.rejectedResult(), null));
    samples.put("in-doubt", outcome(1, Samples.inDoubtResult(), null));
    samples.put("completed", outcome(2, new Result.Completed(Samples.OBSERVED), null));
    samples.put("failed", outcome(2, Samples.failedResult(), null));
    samples.put("ended", outcome(2, new Result.Ended(Samples.OBSERVED), null));
    samples.put(
        "checked",
        outcome(
            1,
            new Result.Checked(
                Result.Would.WAIT, null, Samples.OBSERVED, "2026-11-20T22:00:00.000000"),
            null));
    samples.put(
        "duplicate",
        outcome(
            1,
            Samples.acceptedResult(),
            new Outcome.Original(
                new CommandId("nightly-1"), "00000000-0000-3000-8000-000000000000")));
    samples.put("resolved", resolved());
    Outcome accepted = outcome(1, Samples.acceptedResult(), null);
    Authorization by = new Authorization("anna", "ab".repeat(32), List.of("ben", "carla"));
    samples.put(
        "signed",
        new Outcome(accepted.subject().authorized(by), accepted.record(), null, accepted.told()));
    return samples;
  }

  private static Outcome resolved() {
    Witness witness =
        new Witness(
            Evidence.By.OPERATOR,
            "ops@example.org",
            "the console shows the rollback",
            place(43).timestamp());
    Result result =
        new Result.Accepted(
            new PermitId("3f0c7c1e-0001"), Result.Proof.OPERATOR, null, Observed.NOTHING);
    return new Outcome(
        subject("nightly-2"),
        place(42),
        null,
        new Told<>(2, place(43).timestamp(), "worker-1", witness, result));
  }

  private static Outcome outcome(int revision, Result result, Outcome.Original original) {
    return new Outcome(subject("nightly-2"), place(42), original, told(revision, result));
  }

  private static LedgerRecord signed() {
    Run run = Samples.run("nightly-1", 42, Samples.accepted());
    Authorization by = new Authorization("anna", "ab".repeat(32), List.of("ben"));
    return new LedgerRecord.EntryWritten(
        Samples.SNAPSHOT,
        new Entry(
            7,
            List.of(
                new Run(
                    run.subject().authorized(by),
                    run.payloadHash(),
                    run.record(),
                    run.namedByOrigin(),
                    run.state()))));
  }

  private static Map<String, LedgerRecord> ledgerSamples() {
    Map<String, LedgerRecord> samples = new TreeMap<>();
    samples.put("entry-intent", entry(Samples.intent().storedAt(Samples.NOW)));
    samples.put("entry-in-doubt", entry(Samples.inDoubt().storedAt(Samples.NOW)));
    samples.put("entry-accepted", entry(Samples.accepted()));
    samples.put("entry-signed", signed());
    samples.put("entry-completed", entry(Samples.completed()));
    samples.put("entry-failed", entry(Samples.failed()));
    samples.put("entry-ended", entry(Samples.ended()));
    samples.put("entry-refused", entry(Samples.refused()));
    samples.put("entry-rejected", entry(Samples.rejected()));
    Settled settled = Settled.below(17);
    settled.add(19);
    samples.put(
        "head",
        new LedgerRecord.HeadWritten(
            new Head(
                Entry.FORMAT,
                Samples.TOPIC_ID,
                "1HZMxqZZQMCB5ksp9VwZ9A",
                "Qm4nTtZ1S3i8gC5vE0yJ5w",
                4,
                "workers",
                Samples.RULES.memory(),
                settled)));
    samples.put("outbox", new LedgerRecord.OutboxOpened(41));
    return samples;
  }

  private static LedgerRecord entry(RunState state) {
    return new LedgerRecord.EntryWritten(
        SNAPSHOT, new Entry(7, List.of(run("nightly-1", 16, state))));
  }

  private static JsonNode example(String name, byte[] written) throws IOException {
    Path file = FOLDER.resolve(name + ".json");
    if (System.getProperty("examples.write") != null) {
      String pretty =
          JSON.writerWithDefaultPrettyPrinter().writeValueAsString(JSON.readTree(written));
      Files.writeString(file, pretty + "\n", StandardCharsets.UTF_8);
    }
    return JSON.readTree(Files.readAllBytes(file));
  }

  private static Stream<Path> files(String prefix) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(FOLDER)) {
      files = all.filter(f -> f.getFileName().toString().startsWith(prefix)).sorted().toList();
    }
    assertThat(files).as("examples named " + prefix).isNotEmpty();
    return files.stream();
  }
}
