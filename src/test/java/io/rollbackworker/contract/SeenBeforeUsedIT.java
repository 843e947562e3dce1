package io.rollbackworker.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.crash.CrashPoint;
import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.dev.embedded.EmbeddedBroker;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.Placement;
import io.rollbackworker.kafka.client.CommandPublisher;
import io.rollbackworker.kafka.ledger.LedgerSession;
import io.rollbackworker.lane.Journal.JournalFailed;
import io.rollbackworker.lane.StrangersIntent;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.testing.Fleet;
import io.rollbackworker.testing.MarkerFaults;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.testing.TestSettings;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * An acknowledged commit is not yet a fact: the broker forgets leaders here, so that it skips the
 * ends of transactions that it has acknowledged. Every test ends with an audit: one effect, each
 * event once.
 */
class SeenBeforeUsedIT {
  private static EmbeddedBroker broker;
  private static MarkerFaults markers;

  private Fleet fleet;
  private KafkaSettings kafka;
  private final Set<CrashPoint> reached = ConcurrentHashMap.newKeySet();

  @BeforeAll
  static void startBroker() throws Exception {
    broker = EmbeddedBroker.start(0, Map.of());
    markers = MarkerFaults.of(broker);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void start() throws Exception {
    String name = "s" + UUID.randomUUID().toString().substring(0, 8);
    kafka = TestSettings.kafka(broker.bootstrapServers(), name);
    fleet = Fleet.on(kafka, 2);
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  /** The next transaction would join the open one, and its abort would take the intent with it. */
  @Test
  void shouldSendNothingUnderAnIntentWhoseEndWasSkipped() throws Exception {
    List<CrashPoint> way = new CopyOnWriteArrayList<>();
    at(CrashPoint.INTENT_UNCOMMITTED, () -> markers.skip(ledger(), 1), way::add);

    CommandPublisher.Stored stored = publish();

    assertThat(fleet.answer(stored).result()).isInstanceOf(Result.Accepted.class);
    assertThat(markers.left(ledger())).isZero();
    assertThat(way.subList(0, way.indexOf(CrashPoint.REQUEST_SENT)))
        .filteredOn(point -> point == CrashPoint.INTENT_UNSEEN)
        .hasSize(2);
    assertThat(fleet.effects().values()).containsExactly(1L);
  }

  /** That nothing is open any more does not say that it was committed. */
  @Test
  void shouldNotTakeSomebodysAbortForItsOwnCommit() throws Exception {
    LedgerSession waiting =
        session(
            point -> {
              if (point == CrashPoint.INTENT_UNCOMMITTED) {
                markers.skip(ledger(), 1);
              } else if (point == CrashPoint.INTENT_UNSEEN) {
                restored();
              }
            });

    assertThatThrownBy(() -> waiting.write(List.of(intent())))
        .isInstanceOf(JournalFailed.class)
        .hasMessageContaining("was not handed it");

    waiting.abandon();
    try (LedgerSession next =
        new LedgerSession(kafka, 0, CrashPoints.NONE, Samples.checked(Time.system()))) {
      next.fence();
      assertThat(next.restore((position, end, slice) -> {}).slice().isEmpty()).isTrue();
    }
  }

  @Test
  void shouldLiveOnWhenTheEndComesLate() throws Exception {
    at(
        CrashPoint.INTENT_UNCOMMITTED,
        () -> markers.delay(ledger(), Duration.ofSeconds(2)),
        point -> {});

    assertThat(fleet.answer(publish()).result()).isInstanceOf(Result.Accepted.class);
    assertThat(reached).doesNotContain(CrashPoint.FENCED);
  }

  @Test
  void shouldFindTheIntentWhoseEndCameTooLate() throws Exception {
    at(
        CrashPoint.INTENT_UNCOMMITTED,
        () -> markers.delay(ledger(), Duration.ofSeconds(8)),
        point -> {});

    assertThat(fleet.answer(publish()).result()).isInstanceOf(Result.Accepted.class);
    assertThat(reached).contains(CrashPoint.FENCED);
    assertThat(fleet.effects().values()).containsExactly(1L);
  }

  /** Also where the ends of the touches that repair it are skipped. */
  @Test
  void shouldTellOnceWhatWasDecidedWhenTheEndInTheOutcomesWasSkipped() throws Exception {
    at(CrashPoint.OUTCOME_UNTOLD, () -> markers.skip(outcomes(), 3), point -> {});

    CommandPublisher.Stored stored = publish();
    fleet.awaitEvent(stored, o -> o.result() instanceof Result.Completed);

    assertThat(fleet.outcomes().stream().map(o -> o.result().type()))
        .containsExactly("accepted", "completed");
    assertThat(markers.left(outcomes())).isZero();
  }

  /** The session ends after it was told, and before that was known. */
  @Test
  void shouldNotTellAgainWhatIsThere() throws Exception {
    at(
        CrashPoint.OUTCOME_TOLD,
        () -> {
          throw new KafkaException("as if the worker had died here");
        },
        point -> {});

    CommandPublisher.Stored stored = publish();
    fleet.awaitEvent(stored, o -> o.result() instanceof Result.Completed);

    assertThat(reached).contains(CrashPoint.FENCED);
    assertThat(types(stored)).containsExactly("accepted", "completed");
  }

  /** Whatever is open may be ended by anybody, at any time. */
  @Test
  @Tag("proof")
  void shouldBearThatAnybodyAbortsWhatIsOpenWhereverItIs() throws Exception {
    EnumSet<CrashPoint> points =
        EnumSet.of(
            CrashPoint.INTENT_UNCOMMITTED,
            CrashPoint.INTENT_UNSEEN,
            CrashPoint.OUTCOME_UNCOMMITTED,
            CrashPoint.OUTCOME_UNSEEN,
            CrashPoint.OUTCOME_DECIDED,
            CrashPoint.OUTCOME_UNTOLD,
            CrashPoint.OUTCOME_TOLD);
    List<CommandPublisher.Stored> asked = new ArrayList<>();
    Iterator<String> seeds = seedsOf(0).iterator();
    Set<CrashPoint> left = ConcurrentHashMap.newKeySet();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      fleet.startWorker(
          kafka,
          point -> {
            if (left.remove(point)) {
              reached.add(point);
              markers.skip(ledger(), 1);
              markers.skip(outcomes(), 1);
              abortAllThatIsOpen(admin);
            }
          });
      fleet.awaitRunning();
      left.add(CrashPoint.TOUCHED); // The first session that ends by the others leads to it.
      for (CrashPoint point : points) {
        left.add(point);
        asked.add(publish(seeds.next()));
        fleet.awaitEvent(asked.getLast(), o -> o.result() instanceof Result.Completed);
      }
    }

    assertThat(reached).containsAll(points).contains(CrashPoint.TOUCHED);
    for (CommandPublisher.Stored stored : asked) {
      assertThat(types(stored)).containsExactly("accepted", "completed");
    }
    assertThat(fleet.effects()).hasSize(points.size()).allSatisfy((id, n) -> assertThat(n).isOne());
  }

  /** Nor does a stranger's open transaction among the commands hold other partitions. */
  @Test
  void shouldForwardBesideAStrangersOpenTransaction() throws Exception {
    fleet.ready();
    try (KafkaProducer<byte[], byte[]> stranger = transactional("stranger")) {
      stranger.initTransactions();
      stranger.beginTransaction();
      stranger.send(new ProducerRecord<>(kafka.commandsTopic(), 1, null, new byte[] {1})).get();
      String elsewhere = seedOf(1);
      CommandPublisher.Stored misplaced = misplaced(elsewhere);

      assertThat(fleet.answer(publish()).result()).isInstanceOf(Result.Accepted.class);
      await()
          .untilAsserted(
              () ->
                  assertThat(fleet.status())
                      .anyMatch(
                          status -> status.startsWith("obstructed: commands from offset 0 ")));
      stranger.abortTransaction();
      fleet.awaitRunning();

      assertThat(fleet.answer(misplaced).result()).isInstanceOf(Result.Accepted.class);
    }
  }

  /** As where the first arrived, but its acknowledgement did not. */
  @Test
  void shouldDoOnceWhatWasForwardedTwice() throws Exception {
    at(
        CrashPoint.OUTCOME_COMMITTED,
        () -> {},
        point -> {
          if (point == CrashPoint.FORWARD_SENT && reached.add(CrashPoint.FORWARD_SENT)) {
            throw new KafkaException("as if the acknowledgement were lost");
          }
        });
    String elsewhere = seedOf(1);
    CommandPublisher.Stored stored = misplaced(elsewhere);

    Outcome first = fleet.awaitEvent(stored, o -> o.duplicateOf() == null);
    Outcome second = fleet.awaitEvent(stored, o -> o.duplicateOf() != null);
    assertThat(first.result()).isInstanceOf(Result.Accepted.class);
    assertThat(second.duplicateOf()).isEqualTo(first.subject().commandId());
    assertThat(fleet.effects().values()).containsExactly(1L);
  }

  private interface Deed {
    void run();
  }

  private interface Heard {
    void at(CrashPoint point);
  }

  /** A worker that is ready; the deed is done at its first arrival at the point. */
  private void at(CrashPoint where, Deed deed, Heard heard) throws Exception {
    Set<CrashPoint> left = ConcurrentHashMap.newKeySet();
    fleet.startWorker(
        kafka,
        point -> {
          heard.at(point);
          reached.add(point);
          if (left.remove(point)) {
            deed.run();
          }
        });
    fleet.awaitRunning();
    reached.clear();
    left.add(where);
  }

  private void abortAllThatIsOpen(Admin admin) {
    for (String topic : List.of(kafka.ledgerTopic(), kafka.outcomesTopic())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      try {
        for (ProducerState state :
            admin
                .describeProducers(List.of(partition))
                .partitionResult(partition)
                .get()
                .activeProducers()) {
          if (state.currentTransactionStartOffset().isPresent()) {
            admin
                .abortTransaction(
                    new AbortTransactionSpec(
                        partition,
                        state.producerId(),
                        (short) state.producerEpoch(),
                        state.coordinatorEpoch().orElse(0)))
                .all()
                .get();
          }
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private List<String> types(CommandPublisher.Stored stored) {
    return fleet.outcomes().stream()
        .filter(o -> o.record().partition() == 0 && o.record().offset() == stored.offset())
        .map((Outcome o) -> o.result().type())
        .toList();
  }

  private void restored() {
    try (LedgerSession next =
        new LedgerSession(kafka, 0, CrashPoints.NONE, Samples.checked(Time.system()))) {
      next.fence();
      var _ = next.restore((position, end, slice) -> {});
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private LedgerSession session(CrashPoints points) throws Exception {
    LedgerSession session = new LedgerSession(kafka, 0, points, Samples.checked(Time.system()));
    session.fence();
    var _ = session.restore((position, end, slice) -> {});
    return session;
  }

  private static LedgerRecord intent() {
    return StrangersIntent.of(new SnapshotId(SeedWorld.SNAPSHOT), SeedWorld.VOLUME, 0);
  }

  private CommandPublisher.Stored publish() throws InterruptedException {
    return publish(seedOf(0));
  }

  private CommandPublisher.Stored publish(String seed) throws InterruptedException {
    return fleet.publish(seed, "");
  }

  private CommandPublisher.Stored misplaced(String seed) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = plain()) {
      var stored =
          producer
              .send(new ProducerRecord<>(kafka.commandsTopic(), 0, null, Fleet.json(seed, "")))
              .get();
      return new CommandPublisher.Stored(stored.partition(), stored.offset());
    }
  }

  /** An ordinary snapshot that belongs there. */
  private static String seedOf(int partition) {
    return seedsOf(partition).getFirst();
  }

  private static List<String> seedsOf(int partition) {
    return IntStream.rangeClosed(1, 100)
        .mapToObj(i -> "bulk-" + i)
        .filter(seed -> Placement.of(new SnapshotId(SeedWorld.snapshotId(seed)), 2) == partition)
        .toList();
  }

  private String ledger() {
    return kafka.ledgerTopic() + "-0";
  }

  private String outcomes() {
    return kafka.outcomesTopic() + "-0";
  }

  private KafkaProducer<byte[], byte[]> plain() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", kafka.bootstrapServers()),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private KafkaProducer<byte[], byte[]> transactional(String id) {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers", kafka.bootstrapServers(), "transactional.id", id + kafka.group()),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}
