package io.rollbackworker.campaign;

import io.rollbackworker.command.SnapshotId;
import java.util.List;

/** What a campaign does next. */
public sealed interface Step {
  /** Asks of these disks whether they may be rolled back. */
  record Check(int number, List<SnapshotId> disks) implements Step {}

  /** Every disk is checked: a person says whether it begins. */
  record Ask() implements Step {}

  /** Sends the commands of these disks. */
  record Send(int number, List<SnapshotId> disks) implements Step {}

  /**
   * @param why for people
   */
  record Wait(String why) implements Step {}

  /**
   * Sends nothing further.
   *
   * @param why for people, and what they can do
   */
  record Halt(String why) implements Step {}

  /** Every disk that was sent is over, and none is left. */
  record Finished() implements Step {}
}
