package io.rollbackworker.telemetry;

import io.rollbackworker.inference.Inference;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.rollback.Journey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a worker does now, for people and programs; a part of {@code /status.json}.
 *
 * @param hasItsShare it has partitions, or has been in the group for long enough to have got some
 * @param hearsOrders it can read the control topic; else everything counts as frozen
 * @param broken why only a restart helps; null: it works
 * @param frozen why nothing is sent, by project
 * @param inference whether {@code updated_at} ends doubts, by project
 * @param certificatesEnd when those end that this worker shows, by whom it shows them to
 * @param last the newest outcomes first
 */
public record WorkerReport(
    String worker,
    String version,
    Instant at,
    Instant startedAt,
    String group,
    boolean hasItsShare,
    boolean stopping,
    boolean hearsOrders,
    @Nullable String broken,
    List<LaneRow> lanes,
    Commands commands,
    Doubts doubts,
    List<CloudRow> clouds,
    Map<String, String> frozen,
    PolicyRow policy,
    Map<String, InferenceRow> inference,
    Map<String, Instant> certificatesEnd,
    List<OutcomeRow> last) {

  /**
   * Who may have what rolled back.
   *
   * @param problem why the file's newest text is not in force; null: it is
   */
  public record PolicyRow(String rules, @Nullable String problem) {}

  /**
   * One assigned partition.
   *
   * @param seconds how long it has been in this state
   * @param parked of those that are open, the ones that have no room now
   * @param heldForNewer commands that only a worker of a newer version can answer
   * @param oldestSeconds age of the oldest command without an answer; 0: there is none
   * @param lag records not read yet; -1: not known
   */
  public record LaneRow(
      int partition,
      LaneState state,
      String why,
      double seconds,
      long lag,
      int open,
      int parked,
      int heldForNewer,
      double oldestSeconds,
      int entries) {}

  /**
   * Commands of this worker that have no first outcome yet.
   *
   * @param shown the oldest of those that are under way; the others wait behind one of the same
   *     snapshot
   */
  public record Commands(int open, List<CommandRow> shown) {}

  /**
   * One command under way.
   *
   * @param why what stands in its way; null: nothing
   */
  public record CommandRow(
      @Nullable String snapshotId,
      String commandId,
      Journey.Phase phase,
      double phaseSeconds,
      double ageSeconds,
      @Nullable String why) {}

  /**
   * @param shown some of them, where there are very many
   */
  public record Doubts(int count, List<DoubtRow> shown) {}

  /**
   * A command in doubt; what {@code resolve} needs to know.
   *
   * @param cause null: not known
   * @param before {@code updated_at} of both right before the request
   * @param then the same when the doubt was told
   */
  public record DoubtRow(
      String snapshotId,
      String commandId,
      Instant since,
      @Nullable String cause,
      String before,
      String then) {}

  /**
   * @param out the breaker is open
   * @param running rollbacks that this worker follows
   */
  public record CloudRow(
      String project, boolean out, String why, int running, Map<String, CallsRow> calls) {}

  /**
   * Looks or rollbacks of a project.
   *
   * @param perSecond that are let go now
   * @param quotaUsed part of this worker's share of the configured limit
   */
  public record CallsRow(int waiting, double perSecond, double quotaUsed) {}

  /**
   * @param allowed by the configuration
   * @param applies what was learned suffices, and nothing spoke against it
   * @param moved rollbacks that moved {@code updated_at}, of the whole fleet
   * @param still snapshots at rest that did not
   * @param strays such that moved alone
   * @param contradiction null: none
   */
  public record InferenceRow(
      boolean allowed,
      boolean applies,
      long moved,
      long still,
      long strays,
      @Nullable String contradiction) {
    public static InferenceRow of(Inference.Standing standing) {
      var contradiction = standing.lessons().contradiction();
      return new InferenceRow(
          standing.allowed(),
          standing.applies(),
          standing.lessons().moved(),
          standing.lessons().still(),
          standing.lessons().strays(),
          contradiction == null ? null : contradiction.what());
    }
  }

  public record OutcomeRow(
      Instant time,
      @Nullable String snapshotId,
      String commandId,
      String type,
      @Nullable String code,
      @Nullable String duplicateOf) {
    public static OutcomeRow of(Outcome outcome) {
      var error = outcome.result().errorOrNull();
      var snapshot = outcome.subject().snapshotId();
      var duplicateOf = outcome.duplicateOf();
      return new OutcomeRow(
          outcome.told().time(),
          snapshot == null ? null : snapshot.value(),
          outcome.subject().commandId().value(),
          outcome.result().type(),
          error == null ? null : error.code().name(),
          duplicateOf == null ? null : duplicateOf.value());
    }
  }
}
