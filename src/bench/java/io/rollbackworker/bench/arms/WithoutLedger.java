package io.rollbackworker.bench.arms;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.rollbackworker.cloud.ProjectClouds;
import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.config.Keys;
import io.rollbackworker.config.Loading;
import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.disk.FleetShare;
import io.rollbackworker.disk.Freezes;
import io.rollbackworker.evidence.CloudLog;
import io.rollbackworker.evidence.EvidenceBook;
import io.rollbackworker.evidence.PermitKey;
import io.rollbackworker.inference.Inference;
import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.Deliveries;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.Placement;
import io.rollbackworker.kafka.ledger.LaneClients;
import io.rollbackworker.kafka.ledger.ParkedReader;
import io.rollbackworker.lane.HeapBudget;
import io.rollbackworker.lane.LaneSetup;
import io.rollbackworker.lane.PartitionLane;
import io.rollbackworker.lane.PermitRegistry;
import io.rollbackworker.lane.Sorting;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.ledger.Slice;
import io.rollbackworker.policy.Policies;
import io.rollbackworker.rollback.Context;
import io.rollbackworker.rollback.Procedures;
import io.rollbackworker.telemetry.AlarmLog;
import io.rollbackworker.telemetry.JourneyLog;
import io.rollbackworker.telemetry.Meters;
import io.rollbackworker.telemetry.OutcomeLog;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.time.CheckedTime;
import io.rollbackworker.time.Fork;
import io.rollbackworker.time.Pace;
import io.rollbackworker.time.Time;
import io.rollbackworker.worker.Settings;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;

/**
 * All of a worker but its ledger: procedures, lanes, limits, watches and the cloud's client as they
 * are, over a journal that writes nothing. What the ledger costs is the difference. It takes each
 * partition that there is, and must not be used for anything but a benchmark.
 */
public final class WithoutLedger {
  private static final Duration POLL = Duration.ofMillis(50);

  private final Settings settings;
  private final CheckedTime time;
  private final LaneSetup setup;
  private final Map<TopicPartition, PartitionLane> lanes = new LinkedHashMap<>();

  private WithoutLedger(Settings settings) {
    this.settings = settings;
    KafkaSettings kafka = settings.kafka();
    this.time = new CheckedTime(Time.system(), kafka.clockSkew());
    Meters meters = new Meters(new SimpleMeterRegistry());
    Context context =
        new Context(
            cloud(meters),
            Freezes.NONE,
            Policies.NONE,
            settings.preconditions(),
            settings.rollback(),
            (evidence, signature) -> {},
            CloudLog.none(),
            Inference.off(),
            new AlarmLog(meters),
            new JourneyLog(GlobalOpenTelemetry.get(), time),
            CrashPoints.NONE,
            time,
            Fork.VIRTUAL,
            new SecureRandom(),
            settings.workerName());
    SecureRandom secrets = new SecureRandom();
    this.setup =
        new LaneSetup(
            new Procedures(context),
            new PermitRegistry(
                time.latest(), () -> new PermitKey(secrets), settings.rollback().permitLife()),
            new EvidenceBook(),
            settings.room(),
            new HeapBudget(Runtime.getRuntime().maxMemory() / 100 * settings.heapPercent()),
            new ParkedReader(LaneClients.of(kafka), kafka.commandsTopic(), time),
            new OutcomeLog(meters, time),
            CrashPoints.NONE,
            time,
            Fork.VIRTUAL,
            Fork.PLATFORM);
  }

  private ProjectClouds cloud(Meters meters) {
    FleetShare share = new FleetShare(0);
    share.owns(1, 1);
    return new ProjectClouds(
        settings.cloud(),
        share,
        Freezes.NONE,
        new Pace(time, settings.rollback().watchLooksPerSecond()),
        meters::cloudCall,
        CrashPoints.NONE,
        time);
  }

  /** Configured by the environment, as a worker is. */
  public static void main(String[] args) throws Exception {
    new WithoutLedger(Settings.of(Loading.load(null, System.getenv(), Keys.all()))).run();
  }

  private void run() {
    KafkaSettings kafka = settings.kafka();
    ClientProperties properties = new ClientProperties(kafka);
    var producer = new KafkaProducer<byte[], byte[]>(properties.publisher());
    var journal = new UnwrittenJournal(producer, kafka.outcomesTopic(), time);
    journal.decide(List.of());
    try (var consumer =
        new KafkaConsumer<byte[], byte[]>(properties.poller(settings.workerName()))) {
      List<TopicPartition> all =
          consumer.partitionsFor(kafka.commandsTopic()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      all.forEach(partition -> start(partition, all.size(), journal));
      while (true) {
        var records = consumer.poll(POLL);
        lanes.forEach((partition, lane) -> serve(consumer, partition, lane, records));
      }
    }
  }

  private static void serve(
      KafkaConsumer<byte[], byte[]> consumer,
      TopicPartition partition,
      PartitionLane lane,
      ConsumerRecords<byte[], byte[]> records) {
    OffsetAndMetadata next = records.nextOffsets().get(partition);
    if (next != null) {
      lane.deliver(records.records(partition).stream().map(Deliveries::of).toList(), next.offset());
    }
    if (lane.isFull()) {
      consumer.pause(List.of(partition));
    } else {
      consumer.resume(List.of(partition));
    }
  }

  private void start(TopicPartition of, int partitions, UnwrittenJournal journal) {
    int partition = of.partition();
    Slice slice = new Slice();
    slice.replay(
        new LedgerRecord.HeadWritten(Samples.head(partitions, settings.kafka().group(), 0)));
    var sorting =
        new Sorting(
            "rollback.commands",
            Samples.TOPIC_ID,
            partition,
            id -> Placement.of(id, partitions),
            new CommandDecoder(settings.maxCommandBytes()),
            Policies.NONE,
            time,
            settings.workerName());
    PartitionLane lane =
        new PartitionLane(partition, setup, sorting, journal, slice, Instant.now());
    lanes.put(of, lane);
    lane.start();
  }
}
