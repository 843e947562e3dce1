package io.rollbackworker.kafka;

import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.lane.LaneSetup;
import io.rollbackworker.rollback.FleetShare;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** One worker's membership in the fleet: from joining the group to leaving it. */
public final class Intake {
  private final Admin admin;
  private final TopicInspector inspector;
  private final CommandPoller poller;

  /**
   * @param share told how many partitions this worker owns
   */
  public Intake(
      KafkaSettings settings,
      LaneSetup setup,
      FleetShare share,
      CommandDecoder decoder,
      String worker) {
    this.admin = Admin.create(new ClientProperties(settings).admin());
    this.inspector = new TopicInspector(admin, settings, setup.procedures().rules().greatestAge());
    LaneOpener opener = new LaneOpener(settings, admin, inspector, setup, decoder, worker);
    TopicWatch watch = new TopicWatch(inspector, settings.checkInterval(), setup.time());
    this.poller = new CommandPoller(settings, opener, watch, share, setup.time());
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

  /** What each assigned partition does: opening, restoring, running, or blocked and why. */
  public Map<Integer, String> status() {
    return poller.status();
  }

  public int openCommands() {
    return poller.openCommands();
  }

  /** Leaves in order: no more permits, a bounded wait for requests under way, last transactions. */
  public void close() throws InterruptedException {
    poller.close();
    admin.close();
  }
}
