package io.rollbackworker.kafka.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.topics.TopicFacts;
import io.rollbackworker.kafka.topics.TopicMonitor;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.telemetry.LaneState;
import io.rollbackworker.testing.ByHand;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.testing.TestSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Assigned, revoked, lost, and polls that fail, without a broker. */
class CommandPollerTest {
  private static final String TOPIC = "commands";
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, Lanes.PARTITION);

  private final ByHand world = new ByHand();
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
  private final Lanes lanes = new Lanes(world);
  private final List<Integer> owned = new ArrayList<>();
  private final Pulse pulse = new Pulse(world.time);
  private TopicFacts facts = Lanes.FACTS;

  /** As the cluster would say. */
  private Obstructions.Ends ends = new Obstructions.Ends(17, 17);

  private static final KafkaSettings KAFKA = TestSettings.kafka("nowhere:9092", "poller");

  /** The topic whose partitions end so. */
  private String obstructed = KAFKA.commandsTopic();

  private final class Ends implements Obstructions.Look {
    @Override
    public Map<TopicPartition, Obstructions.Ends> ends(List<TopicPartition> partitions) {
      Obstructions.Ends open = new Obstructions.Ends(0, 0);
      return partitions.stream()
          .collect(Collectors.toMap(p -> p, p -> p.topic().equals(obstructed) ? ends : open));
    }

    @Override
    public String opener(TopicPartition partition, long offset) {
      return "producer id 4711";
    }
  }

  private final Assignment assignment =
      new Assignment(
          consumer,
          (partition, progress, cancelled) -> lanes.open(),
          new GroupOffsets(consumer, TOPIC, world.time),
          pulse,
          Duration.ofSeconds(1),
          world.time,
          Lanes.AT_ONCE);
  private final CommandPoller poller =
      new CommandPoller(
          TOPIC,
          consumer,
          assignment,
          new TopicMonitor(() -> facts, Duration.ofMinutes(1), world.time, Lanes.AT_ONCE),
          new Obstructions(KAFKA, new Ends(), world.time, Lanes.AT_ONCE),
          (partitions, all) -> owned.add(partitions),
          pulse,
          world.time);

  @BeforeEach
  void join() {
    consumer.subscribe(List.of(TOPIC), assignment);
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
  }

  @AfterEach
  void end() {
    lanes.end();
  }

  @Test
  void shouldNameTheTransactionThatCommandsStandBehind() throws Exception {
    running();
    ends = new Obstructions.Ends(17, 20);
    look();
    assertThat(assignment.reports().getFirst().state())
        .isEqualTo(LaneState.RUNNING); // It may only just have begun.

    look();
    assertThat(assignment.reports().getFirst().state()).isEqualTo(LaneState.OBSTRUCTED);
    assertThat(assignment.reports().getFirst().why())
        .contains("from offset 17 to 20", "producer id 4711");
    assertThat(assignment.reports().getFirst().lag()).isEqualTo(3);

    ends = new Obstructions.Ends(21, 21);
    look();
    assertThat(assignment.reports().getFirst().state()).isEqualTo(LaneState.RUNNING);
  }

  /** For their readers; the lane itself is blocked as soon as it has something to tell there. */
  @Test
  void shouldNameTheTransactionThatOutcomesStandBehind() throws Exception {
    obstructed = KAFKA.outcomesTopic();
    running();
    ends = new Obstructions.Ends(5, 9);
    look();
    look();

    assertThat(assignment.reports().getFirst().why())
        .contains("outcomes from offset 5 to 9", "--topic " + KAFKA.outcomesTopic());
    assertThat(assignment.reports().getFirst().lag()).isZero();
  }

  /** And the next poll shows what was found. */
  private void look() throws InterruptedException {
    world.time.advance(KAFKA.checkInterval());
    poller.pollAndServe();
    poller.pollAndServe();
  }

  @Test
  void shouldReadNothingBeforeItsLaneIsOpen() {
    lanes.broken = "not now";

    consumer.rebalance(List.of(PARTITION));

    assertThat(consumer.paused()).containsExactly(PARTITION);
    assertThat(consumer.position(PARTITION)).isZero();
  }

  @Test
  void shouldSeekToTheHeadsOffsetAndHandOverWhatComes() throws Exception {
    consumer.rebalance(List.of(PARTITION));
    poller.pollAndServe();
    assertThat(consumer.position(PARTITION)).isEqualTo(Lanes.POSITION);
    assertThat(consumer.paused()).isEmpty();

    consumer.addRecord(record(Lanes.POSITION));
    poller.pollAndServe();

    await().until(() -> !lanes.journal.outcomes().isEmpty());
    Outcome outcome = lanes.journal.outcomes().getFirst();
    assertThat(outcome.result().errorOrNull().code()).isEqualTo(ErrorCode.INVALID_COMMAND);
    assertThat(outcome.record().offset()).isEqualTo(Lanes.POSITION);
    assertThat(owned).containsExactly(1, 1);
  }

  @Test
  void shouldGiveARevokedPartitionUpInOrder() throws Exception {
    running();

    consumer.rebalance(List.of());

    assertThat(lanes.opened.getFirst().ended()).contains("the lane was closed");
    assertThat(assignment.reports()).isEmpty();
  }

  @Test
  void shouldGiveALostPartitionUpAtOnce() throws Exception {
    running();

    assignment.onPartitionsLost(List.of(PARTITION));

    assertThat(lanes.opened.getFirst().ended()).contains("partition lost");
    assertThat(assignment.reports()).isEmpty();
    assertThat(pulse.memberFor()).isZero();
  }

  @Test
  void shouldOpenAgainFromTheHeadAfterAPollThatFailed() throws Exception {
    running();
    consumer.setPollException(new KafkaException("as the test wants it"));

    poller.pollAndServe();

    assertThat(lanes.opened.getFirst().ended().orElseThrow()).contains("polling failed");
    assertThat(world.time.now()).isEqualTo(Samples.NOW.plusSeconds(1));
    assertThat(state()).isEqualTo(LaneState.BLOCKED);
    reopen();
  }

  @Test
  void shouldOpenAgainWhatStandsOutOfRange() throws Exception {
    running();
    consumer.setPollException(new OffsetOutOfRangeException(Map.of(PARTITION, Lanes.POSITION)));

    poller.pollAndServe();

    assertThat(lanes.opened.getFirst().ended().orElseThrow()).contains("not in the commands topic");
    reopen();
  }

  @Test
  void shouldCloseALaneWhoseTopicsAreOthersByNow() throws Exception {
    running();
    facts = new TopicFacts("recreated", "ledger", "control", 4);
    world.time.advance(Duration.ofMinutes(2));

    poller.pollAndServe();

    assertThat(lanes.opened.getFirst().ended().orElseThrow()).contains("recreated");
  }

  @Test
  void shouldSayWhyAPartitionIsBlockedAndTryLaterEachTime() throws Exception {
    lanes.broken = "the ledger has no head";
    consumer.rebalance(List.of(PARTITION));
    poller.pollAndServe();
    assertThat(state()).isEqualTo(LaneState.BLOCKED);
    assertThat(assignment.reports().getFirst().why()).isEqualTo(lanes.broken);

    lanes.broken = "";
    poller.pollAndServe(); // Not yet: the back-off has not passed.
    assertThat(state()).isEqualTo(LaneState.BLOCKED);
    world.time.advance(Duration.ofMillis(200));
    poller.pollAndServe();
    poller.pollAndServe();

    assertThat(state()).isEqualTo(LaneState.RUNNING);
  }

  @Test
  void shouldTellItsLanesThatThePollThreadBroke() throws Exception {
    running();
    consumer.schedulePollTask(
        () -> {
          throw new IllegalStateException("a mistake of ours");
        });

    consumer.unsubscribe();
    poller.run(4);

    assertThat(lanes.opened.getFirst().ended().orElseThrow())
        .contains("the poll thread broke")
        .contains("a mistake of ours");
    assertThat(consumer.closed()).isTrue();
  }

  @Test
  void shouldGiveAllUpInOrderWhenItIsStopped() throws Exception {
    running();
    consumer.schedulePollTask(() -> poller.stop(Duration.ofSeconds(1)));

    poller.run(4);

    assertThat(lanes.opened.getFirst().ended()).contains("the lane was closed");
    assertThat(consumer.closed()).isTrue();
  }

  private void running() throws Exception {
    consumer.rebalance(List.of(PARTITION));
    poller.pollAndServe();
    assertThat(state()).isEqualTo(LaneState.RUNNING);
  }

  private void reopen() throws Exception {
    world.time.advance(Duration.ofMinutes(1));
    poller.pollAndServe();
    poller.pollAndServe();

    assertThat(lanes.opened).hasSize(2);
    assertThat(state()).isEqualTo(LaneState.RUNNING);
    assertThat(consumer.position(PARTITION)).isEqualTo(Lanes.POSITION);
  }

  private LaneState state() {
    return assignment.reports().getFirst().state();
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset) {
    byte[] value = "no command".getBytes(StandardCharsets.UTF_8);
    return new ConsumerRecord<>(
        TOPIC,
        PARTITION.partition(),
        offset,
        Samples.NOW.toEpochMilli(),
        TimestampType.LOG_APPEND_TIME,
        0,
        value.length,
        null,
        value,
        new RecordHeaders(),
        Optional.empty());
  }
}
