package io.rollbackworker.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.crash.CrashPoint;
import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.Cluster;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.ledger.Courier;
import io.rollbackworker.kafka.ledger.LedgerReader;
import io.rollbackworker.kafka.ledger.LedgerSession;
import io.rollbackworker.kafka.ledger.TransactionalJournal;
import io.rollbackworker.kafka.topics.TopicMaker;
import io.rollbackworker.kafka.topics.TopicSetup;
import io.rollbackworker.lane.Journal.JournalFailed;
import io.rollbackworker.lane.StrangersIntent;
import io.rollbackworker.ledger.Encoded;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.LedgerCodec;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.ledger.Outbox;
import io.rollbackworker.ledger.Posting;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.ManualTime;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.testing.TestSettings;
import io.rollbackworker.time.CheckedTime;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Facts about the broker that the protocol lives with: each is shown, and that our code lives with
 * it.
 */
class FencingIT {
  /** The common pool may have one thread, and both wait. */
  private static final Executor ASIDE = Executors.newVirtualThreadPerTaskExecutor();

  private Fleet fleet;
  private Cluster cluster;
  private ClientProperties properties;
  private LedgerReader ledger;

  @BeforeEach
  void start() throws Exception {
    fleet = Fleet.with(1);
    properties = new ClientProperties(fleet.kafka());
    cluster = new Cluster(fleet.kafka());
    ledger = new LedgerReader(cluster, properties, fleet.kafka().ledgerTopic());
  }

  @AfterEach
  void stop() {
    cluster.close();
    fleet.close();
  }

  /**
   * A read_committed end offset stands before a foreign open transaction and hides an intent behind
   * it.
   */
  @Test
  void shouldFindAnIntentBehindAForeignOpenTransaction() throws Exception {
    TopicPartition slice = new TopicPartition(fleet.kafka().ledgerTopic(), 0);
    KafkaProducer<byte[], byte[]> foreign = transactional("somebody-else");
    foreign.initTransactions();
    foreign.beginTransaction();
    foreign.send(new ProducerRecord<>(slice.topic(), 0, key(), new byte[] {1})).get();
    try (KafkaProducer<byte[], byte[]> owner = new KafkaProducer<>(properties.lane(0))) {
      owner.initTransactions();
      owner.beginTransaction();
      owner.send(new ProducerRecord<>(slice.topic(), 0, key(), encoded().value()));
      owner.commitTransaction();
    }
    long committedEnd = endOffset(slice, IsolationLevel.READ_COMMITTED);
    long trueEnd = endOffset(slice, IsolationLevel.READ_UNCOMMITTED);
    assertThat(committedEnd).isLessThan(trueEnd - 1);

    CompletableFuture<LedgerReader.Restored> look =
        CompletableFuture.supplyAsync(this::look, ASIDE);
    AtomicInteger standing = new AtomicInteger();
    CompletableFuture<LedgerReader.Restored> restore =
        CompletableFuture.supplyAsync(
            () -> restored((at, end, soFar) -> standing.addAndGet(at == committedEnd ? 1 : 0)),
            ASIDE);
    await().until(() -> standing.get() > 10); // It waits, and does not take that for the end.
    assertThat(restore).isNotDone();
    assertThat(look).isNotDone();
    foreign.abortTransaction();
    foreign.close();

    for (LedgerReader.Restored restored : List.of(restore.join(), look.join())) {
      assertThat(restored.slice().entry(new SnapshotId(SeedWorld.SNAPSHOT)).open()).isPresent();
      assertThat(restored.end()).isGreaterThanOrEqualTo(trueEnd);
    }
  }

  /** What "topics create" itself left behind when its first try was cut off is no ledger. */
  @Test
  void shouldMakeTheHeadOverATransactionThatWasCutOff() throws Exception {
    KafkaSettings fresh = TestSettings.kafka(fleet.kafka().bootstrapServers(), "cut-off");
    new TopicMaker(cluster, fresh).make(1);
    try (KafkaProducer<byte[], byte[]> firstTry = transactional("first-try")) {
      firstTry.initTransactions();
      firstTry.beginTransaction();
      firstTry.send(new ProducerRecord<>(fresh.ledgerTopic(), 0, key(), new byte[] {1})).get();
      firstTry.abortTransaction();
    }

    try (TopicSetup topics = new TopicSetup(fresh, Samples.RULES.memory())) {
      topics.create(1);

      assertThat(topics.check()).hasSize(1);
    }
  }

  /** The tail of a ledger partition may hold nothing but markers, which are never delivered. */
  @Test
  void shouldReachTheEndOverATailOfMarkersAndAbortedRecords() throws Exception {
    KafkaProducer<byte[], byte[]> foreign = transactional("somebody-else");
    foreign.initTransactions();
    for (int i = 0; i < 3; i++) {
      foreign.beginTransaction();
      foreign
          .send(new ProducerRecord<>(fleet.kafka().ledgerTopic(), 0, key(), new byte[] {1}))
          .get();
      foreign.abortTransaction();
    }
    foreign.close();

    LedgerReader.Restored restored = look();

    assertThat(restored.slice().size()).isZero();
    assertThat(restored.slice().head()).isPresent();
  }

  /** Whoever opens the lane fences the one before; the fenced one ends, and does not fence back. */
  @Test
  void shouldEndTheFencedOneAndLeaveTheRightfulOwnerAlone() throws Exception {
    LedgerSession zombie = session();
    zombie.write(List.of(intent()));
    LedgerSession owner = session();

    assertThatThrownBy(() -> zombie.write(List.of(intent()))).isInstanceOf(JournalFailed.class);
    zombie.abandon();

    owner.write(List.of(intent()));
    owner.close();
  }

  /** What the former owner could still commit after the ledger was read would never be known. */
  @Test
  void shouldLeaveTheFormerOwnerNoChanceToWriteOnceTheLedgerIsRead() throws Exception {
    LedgerSession zombie = session();
    CompletableFuture<Boolean> written = new CompletableFuture<>();

    fleet.startWorker(
        fleet.kafka(),
        point -> {
          if (point == CrashPoint.RESTORED && !written.isDone()) {
            written.complete(commits(zombie));
          }
        });

    assertThat(written.get()).isFalse();
    fleet.awaitRunning();
  }

  private static boolean commits(LedgerSession session) {
    try {
      session.write(List.of(intent()));
      return true;
    } catch (JournalFailed e) {
      session.abandon();
      return false;
    }
  }

  /** Deadlines, the window and forgetting rest on both clocks. */
  @Test
  void shouldWorkOnNoPartitionWithAClockThatIsHoursOff() throws Exception {
    for (Duration off : List.of(Duration.ofHours(2), Duration.ofHours(-2))) {
      ManualTime wrong = new ManualTime(Instant.now().plus(off));
      try (var session =
          new LedgerSession(fleet.kafka(), 0, CrashPoints.NONE, Samples.checked(wrong))) {
        session.fence();
        assertThatThrownBy(() -> session.restore((at, end, slice) -> {}))
            .isInstanceOf(ContractBroken.class)
            .hasMessageContaining("rules.clock-skew");
      }
    }
  }

  @Test
  void shouldEndASessionWhoseClockGoesWrong() throws Exception {
    ManualTime time = new ManualTime(Instant.now());
    LedgerSession session =
        new LedgerSession(fleet.kafka(), 0, CrashPoints.NONE, Samples.checked(time));
    session.fence();
    var _ = session.restore((at, end, slice) -> {});
    time.jump(Duration.ofHours(2));

    assertThatThrownBy(() -> session.write(List.of(intent())))
        .isInstanceOf(JournalFailed.class)
        .hasMessageContaining("ahead of the broker's");
    session.abandon();
  }

  /** Outcomes have the time that their producer gave them: no clock of a broker is in it. */
  @Test
  void shouldNotTakeItsOwnTimeForABrokers() throws Exception {
    ManualTime own = new ManualTime(Instant.now());
    CheckedTime time = Samples.checked(own);
    LedgerSession session = new LedgerSession(fleet.kafka(), 0, CrashPoints.NONE, time);
    session.fence();
    var _ = session.restore((at, end, slice) -> {});
    try (Courier courier = Courier.of(fleet.kafka())) {
      TransactionalJournal journal =
          new TransactionalJournal(
              cluster,
              fleet.kafka(),
              0,
              session,
              Outbox.EMPTY,
              courier,
              CrashPoints.NONE,
              () -> {});
      own.jump(Duration.ofHours(-2));

      journal.tell(
          new Outbox(0, List.of(new Posting(Posting.Topic.OUTCOMES, 0, null, "told", Map.of()))));

      assertThat(time.now()).isAfter(Instant.now().minusSeconds(60));
      journal.close();
    }
    fleet.spoiled();
  }

  /** A topic that was recreated starts again at offset 0, without any error of the producer. */
  @Test
  void shouldEndASessionWhoseLedgerStoresBelowItsEnd() throws Exception {
    LedgerSession owner = session();
    owner.write(List.of(intent()));
    cluster.admin().deleteTopics(List.of(fleet.kafka().ledgerTopic())).all().get();
    new TopicMaker(cluster, fleet.kafka()).make(1);

    assertThatThrownBy(() -> owner.write(List.of(intent())))
        .isInstanceOf(JournalFailed.class)
        .hasMessageContaining("recreated");
    owner.abandon();
    fleet.spoiled();
  }

  /**
   * After fencing, an older producer's open transaction is aborted: what it held never happened.
   */
  @Test
  void shouldNotSeeWhatAFencedProducerHadNotCommitted() throws Exception {
    KafkaProducer<byte[], byte[]> zombie = new KafkaProducer<>(properties.lane(0));
    zombie.initTransactions();
    zombie.beginTransaction();
    zombie
        .send(new ProducerRecord<>(fleet.kafka().ledgerTopic(), 0, key(), encoded().value()))
        .get();

    LedgerReader.Restored restored = restored((at, end, slice) -> {});

    assertThat(restored.slice().entry(new SnapshotId(SeedWorld.SNAPSHOT)).isEmpty()).isTrue();
    zombie.close(Duration.ZERO);
  }

  /**
   * With auto.offset.reset=none, poll throws for a group without offsets unless the callback pauses
   * and seeks.
   */
  @Test
  void shouldStartAGroupThatHasNoOffsets() throws Exception {
    Map<String, Object> naive = properties.poller("naive");
    naive.put("group.id", fleet.kafka().group() + "-naive");
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(naive)) {
      consumer.subscribe(List.of(fleet.kafka().commandsTopic()));
      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> consumer.poll(Duration.ofMillis(200)))
                      .isInstanceOf(NoOffsetForPartitionException.class));
    }

    fleet.ready();

    assertThat(fleet.answer(fleet.publish("bulk-1", "")).result())
        .isInstanceOf(Result.Accepted.class);
  }

  /** A lane that is fenced by a second opening of its partition comes back by itself. */
  @Test
  void shouldOpenAgainAfterBeingFenced() throws Exception {
    fleet.ready();
    fleet.answer(fleet.publish("bulk-1", ""));

    try (KafkaProducer<byte[], byte[]> intruder = new KafkaProducer<>(properties.lane(0))) {
      intruder.initTransactions();
    }

    for (int i = 2; i <= 5; i++) {
      assertThat(fleet.answer(fleet.publish("bulk-" + i, "")).result())
          .isInstanceOfAny(Result.Accepted.class, Result.InDoubt.class);
    }
    assertThat(fleet.effects().values()).allMatch(n -> n == 1);
  }

  /** The group's offsets are for lag tools: setting them back repeats nothing. */
  @Test
  void shouldRepeatNothingWhenTheGroupIsResetToEarliest() throws Exception {
    var worker = fleet.ready();
    for (int i = 1; i <= 20; i++) {
      fleet.publish("bulk-" + i, "");
    }
    fleet.awaitAnswers(20);
    fleet.stop(worker);
    cluster
        .admin()
        .alterConsumerGroupOffsets(
            fleet.kafka().group(),
            Map.of(new TopicPartition(fleet.kafka().commandsTopic(), 0), new OffsetAndMetadata(0)))
        .all()
        .get();

    fleet.ready();
    fleet.answer(fleet.publish("bulk-21", ""));

    assertThat(fleet.answers()).hasSize(21);
    assertThat(fleet.effects()).hasSize(21).allSatisfy((id, n) -> assertThat(n).isEqualTo(1));
  }

  /** As a tool that changes nothing. */
  private LedgerReader.Restored look() {
    try {
      return ledger.read(0);
    } catch (ContractBroken e) {
      throw new IllegalStateException(e);
    }
  }

  /** As the partition's next owner. */
  private LedgerReader.Restored restored(LedgerReader.Restoring progress) {
    try (LedgerSession session =
        new LedgerSession(fleet.kafka(), 0, CrashPoints.NONE, Samples.checked(Time.system()))) {
      session.fence();
      return session.restore(progress);
    } catch (ContractBroken e) {
      throw new IllegalStateException(e);
    }
  }

  private LedgerSession session() throws ContractBroken {
    LedgerSession session =
        new LedgerSession(fleet.kafka(), 0, CrashPoints.NONE, Samples.checked(Time.system()));
    session.fence();
    var _ = session.restore((at, end, slice) -> {});
    return session;
  }

  private long endOffset(TopicPartition partition, IsolationLevel level) throws Exception {
    return cluster
        .admin()
        .listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(level))
        .partitionResult(partition)
        .get()
        .offset();
  }

  private KafkaProducer<byte[], byte[]> transactional(String id) {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            fleet.kafka().bootstrapServers(),
            "transactional.id",
            id + fleet.kafka().group()),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static LedgerRecord intent() {
    return StrangersIntent.of(new SnapshotId(SeedWorld.SNAPSHOT), SeedWorld.VOLUME, 0);
  }

  private static Encoded encoded() {
    return new LedgerCodec().encode(intent(), Entry.FORMAT);
  }

  private static byte[] key() {
    return encoded().key();
  }
}
