package io.rollbackworker.testing;

import io.rollbackworker.cloud.Dialect;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.crash.CrashPoints;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.evidence.CloudLog;
import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.evidence.EvidenceBook;
import io.rollbackworker.evidence.Notice;
import io.rollbackworker.inference.Calibration;
import io.rollbackworker.inference.CalibrationCodec;
import io.rollbackworker.inference.Inference;
import io.rollbackworker.inference.InferenceSettings;
import io.rollbackworker.inference.Lessons;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.Subject;
import io.rollbackworker.policy.Policy;
import io.rollbackworker.precondition.Observation;
import io.rollbackworker.precondition.Preconditions;
import io.rollbackworker.precondition.Snapshot;
import io.rollbackworker.precondition.SnapshotState;
import io.rollbackworker.precondition.Volume;
import io.rollbackworker.precondition.VolumeState;
import io.rollbackworker.rollback.Alarms;
import io.rollbackworker.rollback.Context;
import io.rollbackworker.rollback.Journey;
import io.rollbackworker.rollback.Procedures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Everything that a procedure works with, on one thread: a cloud that shows what is written down, a
 * lane in memory, and clocks that go on when somebody waits.
 */
public final class ByHand {
  /** So many of each kind make {@code updated_at} believed. */
  public static final int LESSONS = 2;

  public final ManualTime time = new ManualTime(Samples.NOW);
  public final ScriptedDisk disk = new ScriptedDisk(available());
  public final List<Evidence> evidence = new ArrayList<>();
  public final List<Alarms.Alarm> alarms = new ArrayList<>();
  public final CloudLog log = new CloudLog(new EvidenceBook());
  public final Calibration calibration = new Calibration("own");
  public final Inference inference =
      new Inference(
          new InferenceSettings(
              Set.of(Samples.PROJECT),
              LESSONS,
              Duration.ofMinutes(15),
              Duration.ofSeconds(5),
              Duration.ofSeconds(10),
              Duration.ofSeconds(30)),
          calibration);

  /** Why nothing may be sent, until orders are heard. */
  public final OrdersByHand orders = new OrdersByHand();

  public Policy policy = Policy.OPEN;

  /** What runs beside the procedure, when a test lets it. */
  public final List<Runnable> forked = new ArrayList<>();

  public final List<Journey.Phase> phases = new ArrayList<>();
  public final FakeLane lane;
  public final Procedures procedures;

  /**
   * @param runs of the sample snapshot, as the ledger remembers them
   */
  public ByHand(Run... runs) {
    this.lane = new FakeLane(time, Samples.RULES.permitLife(), new Entry(1, List.of(runs)));
    this.procedures =
        new Procedures(
            new Context(
                disk,
                orders,
                () -> policy,
                new Preconditions(List.of("autobk_snapshot_")),
                Samples.RULES,
                (word, signature) -> evidence.add(word),
                log,
                inference,
                (alarm, run) -> alarms.add(alarm),
                this::follow,
                CrashPoints.NONE,
                time,
                (name, work) -> forked.add(work),
                new Random(7),
                "worker-1"));
  }

  private Journey follow(Subject subject) {
    return new Journey() {
      @Override
      public void at(Phase phase) {
        phases.add(phase);
      }

      @Override
      public void held(OutcomeError why) {}

      @Override
      public void close() {}
    };
  }

  /** The types of all events, in their order. */
  public List<String> types() {
    return lane.told().stream().map(outcome -> outcome.result().type()).toList();
  }

  /** Both free, as before any rollback. */
  public static Reading available() {
    return seen("available", null, "available", "2026-11-20T22:00:00.000000");
  }

  /** The snapshot is being rolled back. */
  public static Reading rollingBack() {
    return seen("rollbacking", null, "rollbacking", "2026-11-21T03:00:01.000000");
  }

  /** Free again, with the snapshot's data. */
  public static Reading ended() {
    return seen("available", null, "available", "2026-11-21T03:00:09.000000");
  }

  /** Free again, and both stamps of one rollback. */
  public static Reading stampedTogether() {
    return seen("available", "2026-11-21T03:00:09", "available", "2026-11-21T03:00:09.030000");
  }

  /** The fleet has learned enough of {@code updated_at}. */
  public void believeStamps() {
    CalibrationCodec codec = new CalibrationCodec(calibration, 1);
    CalibrationCodec others = new CalibrationCodec(new Calibration("others"), 1);
    byte[] lessons = CalibrationCodec.value(new Lessons(LESSONS, LESSONS, 0, null));
    if (codec.take(others.key(Samples.PROJECT), lessons).isPresent()) {
      throw new AssertionError("these are lessons");
    }
    calibration.known();
  }

  /** The cloud's own log says something of a permit, at once. */
  public void logs(PermitId permit, Notice.What what) {
    SnapshotId snapshot =
        what == Notice.What.BEGUN || what == Notice.What.ENDED ? Samples.SNAPSHOT : null;
    log.take(new Notice(permit, what, snapshot, "req-12ec0899", "so it says"), time.now());
  }

  /** Neither is there. */
  public static Reading nothing() {
    return new Reading.Seen(new Observation.NoSnapshot());
  }

  /** In statuses of EVS. */
  public static Reading seen(
      String snapshotStatus, String snapshotUpdated, String volumeStatus, String volumeUpdated) {
    Snapshot snapshot =
        new Snapshot(
            Samples.SNAPSHOT,
            snapshotStatus,
            snapshotState(snapshotStatus),
            "snap-001",
            "2026-11-20T22:00:00.000000",
            snapshotUpdated,
            Samples.VOLUME,
            1,
            Samples.PROJECT.value(),
            false,
            Samples.DESCRIBED);
    Volume volume =
        new Volume(
            Samples.VOLUME,
            volumeStatus,
            volumeState(volumeStatus),
            "test-001",
            volumeUpdated,
            1,
            List.of(),
            Samples.DESCRIBED);
    return new Reading.Seen(new Observation.Both(snapshot, volume, null));
  }

  private static SnapshotState snapshotState(String status) {
    return Dialect.EVS.snapshotState(status);
  }

  private static VolumeState volumeState(String status) {
    return Dialect.EVS.volumeState(status);
  }
}
