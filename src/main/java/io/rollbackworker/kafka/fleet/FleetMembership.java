package io.rollbackworker.kafka.fleet;

import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.kafka.ClientMeters;
import io.rollbackworker.kafka.ClientProperties;
import io.rollbackworker.kafka.Cluster;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.ledger.Courier;
import io.rollbackworker.kafka.ledger.LaneClients;
import io.rollbackworker.kafka.topics.TopicInspector;
import io.rollbackworker.kafka.topics.TopicMonitor;
import io.rollbackworker.lane.LaneSetup;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;

/** One worker's membership in the fleet: from joining the group to leaving it. */
public final class FleetMembership {
  private final Cluster cluster;
  private final TopicInspector inspector;
  private final Courier courier;
  private final Pulse pulse;
  private final Assignment assignment;
  private final CommandPoller poller;
  private final KafkaClientMetrics consumerMetrics;
  private static final int OPENED_AT_ONCE = 8;

  private final Duration maxPollInterval;
  private final Duration sessionTimeout;

  /** Written by {@link #start}; ends with the poll thread. */
  private volatile @Nullable Thread thread;

  /**
   * @param ownership told how many partitions this worker owns
   */
  public FleetMembership(
      KafkaSettings settings,
      LaneSetup setup,
      Ownership ownership,
      CommandDecoder decoder,
      ClientMeters clientMeters,
      String worker) {
    this.maxPollInterval = settings.maxPollInterval();
    this.sessionTimeout = settings.sessionTimeout();
    this.cluster = new Cluster(settings);
    this.inspector =
        new TopicInspector(cluster, settings, setup.procedures().settings().greatestAge());
    this.courier = Courier.of(settings);
    this.pulse = new Pulse(setup.time());
    var consumer = new KafkaConsumer<byte[], byte[]>(new ClientProperties(settings).poller(worker));
    this.consumerMetrics = clientMeters.of(consumer);
    this.assignment =
        new Assignment(
            consumer,
            new OpeningInTurns(
                new LaneOpener(
                    settings,
                    new LaneOpener.Ports(
                        inspector::inspect,
                        LaneClients.of(settings),
                        cluster,
                        courier,
                        producer -> clientMeters.of(producer)::close),
                    setup,
                    decoder,
                    worker),
                OPENED_AT_ONCE,
                setup.time()),
            new GroupOffsets(consumer, settings.commandsTopic(), setup.time()),
            pulse,
            maxPollInterval.dividedBy(4),
            setup.time(),
            setup.fork());
    this.poller =
        new CommandPoller(
            settings.commandsTopic(),
            consumer,
            assignment,
            new TopicMonitor(
                inspector::inspect, settings.checkInterval(), setup.time(), setup.fork()),
            new Obstructions(settings, Obstructions.through(cluster), setup.time(), setup.fork()),
            ownership,
            pulse,
            setup.time());
  }

  /**
   * Joins the group, if cluster and topics are as they must be.
   *
   * @throws ContractBroken when they are not; nothing was started
   */
  public void start() throws ContractBroken {
    int partitions = inspector.inspect().partitions();
    thread =
        Thread.ofPlatform()
            .name("poll")
            .start(
                () -> {
                  try (consumerMetrics) {
                    poller.run(partitions);
                  }
                });
  }

  /** Waits until no partition is worked on any more: after {@link #close}, or after a failure. */
  public void join() throws InterruptedException {
    Thread started = thread;
    if (started != null) {
      started.join();
    }
  }

  /** What each assigned partition does. */
  public List<PartitionReport> partitions() {
    return assignment.reports();
  }

  /**
   * Whether this worker has its share of the partitions: some, or none although it has been a
   * member for as long as a rebalance takes.
   */
  public boolean hasItsShare() {
    return !assignment.reports().isEmpty() || pulse.memberFor().compareTo(sessionTimeout) > 0;
  }

  /** Of the commands topic; 0: not known yet. */
  public int allPartitions() {
    return poller.allPartitions();
  }

  /** Why the worker can do nothing more, so that only a restart helps; empty while it works. */
  public Optional<String> broken() {
    Duration silence = pulse.sinceLastPoll();
    if (hasEnded()) {
      return Optional.of("the poll thread has ended");
    }
    return silence.compareTo(maxPollInterval) > 0
        ? Optional.of("the poll thread has not polled for " + silence.toSeconds() + " s")
        : Optional.empty();
  }

  private boolean hasEnded() {
    Thread started = thread;
    return started != null && !started.isAlive();
  }

  /**
   * Leaves in order: no more permits, a wait for requests under way, last transactions.
   *
   * @param grace how long to wait for requests under way
   */
  public void close(Duration grace) throws InterruptedException {
    poller.stop(grace);
    join();
    courier.close();
    cluster.close();
  }
}
