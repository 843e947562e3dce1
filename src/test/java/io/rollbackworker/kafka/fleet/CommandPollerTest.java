package io.rollbackworker.kafka.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.topics.TopicFacts;
import io.rollbackworker.kafka.topics.TopicMonitor;
import io.rollbackworker.lane.LaneEvents;
import io.rollbackworker.lane.LaneSetup;
import io.rollbackworker.lane.PartitionLane;
import io.rollbackworker.lane.PermitRegistry;
import io.rollbackworker.lane.Sorting;
import io.rollbackworker.lane.Write;
import io.rollbackworker.ledger.Head;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.ledger.Settled;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.telemetry.LaneState;
import io.rollbackworker.testing.ByHand;
import io.rollbackworker.testing.MemoryJournal;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.time.Fork;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 3);
  private static final TopicFacts FACTS = new TopicFacts(Samples.TOPIC_ID, "ledger", 4);
  private static final long POSITION = 17;
  private static final Fork AT_ONCE = (name, work) -> work.run();

  private final ByHand world = new ByHand();
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
  private final MemoryJournal journal = new MemoryJournal();
  private final List<PartitionLane> lanes = new ArrayList<>();
  private final List<Integer> owned = new ArrayList<>();
  private final Pulse pulse = new Pulse(world.time);
  private TopicFacts facts = FACTS;
  private String broken = "";

  private final Assignment assignment =
      new Assignment(
          consumer,
          (partition, progress, cancelled) -> open(),
          new GroupOffsets(consumer, TOPIC, world.time),
          pulse,
          Duration.ofSeconds(1),
          world.time,
          AT_ONCE);
  private final CommandPoller poller =
      new CommandPoller(
          TOPIC,
          consumer,
          assignment,
          new TopicMonitor(() -> facts, Duration.ofMinutes(1), world.time, AT_ONCE),
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
    lanes.forEach(lane -> lane.abort("the test is over"));
  }

  @Test
  void shouldReadNothingBeforeItsLaneIsOpen() {
    broken = "not now";

    consumer.rebalance(List.of(PARTITION));

    assertThat(consumer.paused()).containsExactly(PARTITION);
    assertThat(consumer.position(PARTITION)).isZero();
  }

  @Test
  void shouldSeekToTheHeadsOffsetAndHandOverWhatComes() throws Exception {
    consumer.rebalance(List.of(PARTITION));
    poller.pollAndServe();
    assertThat(consumer.position(PARTITION)).isEqualTo(POSITION);
    assertThat(consumer.paused()).isEmpty();

    consumer.addRecord(record(POSITION));
    poller.pollAndServe();

    await().until(() -> !journal.outcomes().isEmpty());
    Outcome outcome = journal.outcomes().getFirst();
    assertThat(outcome.result().errorOrNull().code()).isEqualTo(ErrorCode.INVALID_COMMAND);
    assertThat(outcome.record().offset()).isEqualTo(POSITION);
    assertThat(owned).containsExactly(1, 1);
  }

  @Test
  void shouldGiveARevokedPartitionUpInOrder() throws Exception {
    running();

    consumer.rebalance(List.of());

    assertThat(lanes.getFirst().ended()).contains("the lane was closed");
    assertThat(assignment.reports()).isEmpty();
  }

  @Test
  void shouldGiveALostPartitionUpAtOnce() throws Exception {
    running();

    assignment.onPartitionsLost(List.of(PARTITION));

    assertThat(lanes.getFirst().ended()).contains("partition lost");
    assertThat(assignment.reports()).isEmpty();
    assertThat(pulse.memberFor()).isZero();
  }

  @Test
  void shouldOpenAgainFromTheHeadAfterAPollThatFailed() throws Exception {
    running();
    consumer.setPollException(new KafkaException("as the test wants it"));

    poller.pollAndServe();

    assertThat(lanes.getFirst().ended().orElseThrow()).contains("polling failed");
    assertThat(world.time.now()).isEqualTo(Samples.NOW.plusSeconds(1));
    assertThat(state()).isEqualTo(LaneState.BLOCKED);
    reopen();
  }

  @Test
  void shouldOpenAgainWhatStandsOutOfRange() throws Exception {
    running();
    consumer.setPollException(new OffsetOutOfRangeException(Map.of(PARTITION, POSITION)));

    poller.pollAndServe();

    assertThat(lanes.getFirst().ended().orElseThrow()).contains("not in the commands topic");
    reopen();
  }

  @Test
  void shouldCloseALaneWhoseTopicsAreOthersByNow() throws Exception {
    running();
    facts = new TopicFacts("recreated", "ledger", 4);
    world.time.advance(Duration.ofMinutes(2));

    poller.pollAndServe();

    assertThat(lanes.getFirst().ended().orElseThrow()).contains("recreated");
  }

  @Test
  void shouldSayWhyAPartitionIsBlockedAndTryLaterEachTime() throws Exception {
    broken = "the ledger has no head";
    consumer.rebalance(List.of(PARTITION));
    poller.pollAndServe();
    assertThat(state()).isEqualTo(LaneState.BLOCKED);
    assertThat(assignment.reports().getFirst().why()).isEqualTo(broken);

    broken = "";
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

    assertThat(lanes.getFirst().ended().orElseThrow())
        .contains("the poll thread broke")
        .contains("a mistake of ours");
    assertThat(consumer.closed()).isTrue();
  }

  @Test
  void shouldGiveAllUpInOrderWhenItIsStopped() throws Exception {
    running();
    consumer.schedulePollTask(() -> poller.stop(Duration.ofSeconds(1)));

    poller.run(4);

    assertThat(lanes.getFirst().ended()).contains("the lane was closed");
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

    assertThat(lanes).hasSize(2);
    assertThat(state()).isEqualTo(LaneState.RUNNING);
    assertThat(consumer.position(PARTITION)).isEqualTo(POSITION);
  }

  private LaneState state() {
    return assignment.reports().getFirst().state();
  }

  private Opener.Opened open() throws ContractBroken {
    if (!broken.isEmpty()) {
      throw new ContractBroken(broken);
    }
    Head head =
        new Head(Head.FORMAT, Samples.TOPIC_ID, "ledger", 4, "workers", Settled.below(POSITION));
    MemoryJournal own = lanes.isEmpty() ? journal : journal.successor();
    try {
      own.commit(List.of(new Write.ToLedger(new LedgerRecord.HeadWritten(head))));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    var sorting =
        new Sorting(
            Samples.TOPIC_ID, 3, id -> 3, new CommandDecoder(65_536), world.time, "worker-1");
    LaneSetup setup =
        new LaneSetup(
            world.procedures,
            new PermitRegistry(world.time, () -> new PermitId("p"), Duration.ofSeconds(30)),
            new Unheard(),
            CrashPoints.NONE,
            world.time,
            AT_ONCE);
    PartitionLane lane = new PartitionLane(3, setup, sorting, own, own.replayed());
    lanes.add(lane);
    return new Opener.Opened(lane, FACTS, POSITION);
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

  private static final class Unheard implements LaneEvents {
    @Override
    public void told(Outcome outcome, int partition) {}

    @Override
    public void committed(Duration took) {}

    @Override
    public void sessionEnded() {}
  }
}
