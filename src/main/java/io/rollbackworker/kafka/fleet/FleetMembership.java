package io.rollbackworker.kafka.fleet;

import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.disk.FleetShare;
import io.rollbackworker.kafka.ClientMeters;
import io.rollbackworker.kafka.Cluster;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.topics.TopicInspector;
import io.rollbackworker.kafka.topics.TopicMonitor;
import io.rollbackworker.lane.LaneSetup;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One worker's membership in the fleet: from joining the group to leaving it. */
public final class FleetMembership {
  private final Cluster cluster;
  private final TopicInspector inspector;
  private final CommandPoller poller;
  private final Duration maxPollInterval;
  private final Duration sessionTimeout;

  /**
   * @param share told how many partitions this worker owns
   */
  public FleetMembership(
      KafkaSettings settings,
      LaneSetup setup,
      FleetShare share,
      CommandDecoder decoder,
      ClientMeters clientMeters,
      String worker) {
    this.cluster = new Cluster(settings);
    this.inspector =
        new TopicInspector(cluster, settings, setup.procedures().settings().greatestAge());
    LaneOpener opener =
        new LaneOpener(settings, cluster, inspector, setup, decoder, clientMeters, worker);
    TopicMonitor watch = new TopicMonitor(inspector, settings.checkInterval(), setup.time());
    this.poller =
        new CommandPoller(settings, opener, watch, share, clientMeters, worker, setup.time());
    this.maxPollInterval = settings.maxPollInterval();
    this.sessionTimeout = settings.sessionTimeout();
  }

  /**
   * Joins the group, if cluster and topics are as they must be.
   *
   * @throws ContractBroken when they are not; nothing was started
   */
  public void start() throws ContractBroken {
    poller.start(inspector.inspect().partitions());
  }

  /** Waits until no partition is worked on any more: after {@link #close}, or after a failure. */
  public void join() throws InterruptedException {
    poller.join();
  }

  /** What each assigned partition does. */
  public List<PartitionReport> partitions() {
    return poller.partitions();
  }

  /**
   * Whether this worker has its share of the partitions: some, or none although it has been a
   * member for as long as a rebalance takes.
   */
  public boolean hasItsShare() {
    return !poller.partitions().isEmpty()
        || poller.pulse().memberFor().compareTo(sessionTimeout) > 0;
  }

  /** Why the worker can do nothing more, so that only a restart helps; empty while it works. */
  public Optional<String> broken() {
    Duration silence = poller.pulse().sinceLastPoll();
    if (poller.hasEnded()) {
      return Optional.of("the poll thread has ended");
    }
    return silence.compareTo(maxPollInterval) > 0
        ? Optional.of("the poll thread has not polled for " + silence.toSeconds() + " s")
        : Optional.empty();
  }

  /**
   * Leaves in order: no more permits, a wait for requests under way, last transactions.
   *
   * @param grace how long to wait for requests under way
   */
  public void close(Duration grace) throws InterruptedException {
    poller.close(grace);
    cluster.close();
  }
}
