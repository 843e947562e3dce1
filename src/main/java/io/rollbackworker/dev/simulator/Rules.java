package io.rollbackworker.dev.simulator;

import org.jspecify.annotations.Nullable;

/** When a cloud takes a rollback. */
interface Rules {
  /**
   * Passes only if snapshot and volume are there.
   *
   * @throws Refusal as the cloud words it
   */
  void require(Scene scene) throws Refusal;

  /**
   * What a rollback request meets.
   *
   * @param target the volume that it names; null: none
   * @param rollsBack a rollback of the volume runs, also while readings still show the state before
   */
  record Scene(
      @Nullable SimSnapshot snapshot,
      @Nullable SimVolume volume,
      @Nullable String target,
      @Nullable SimSnapshot newest,
      boolean rollsBack) {}
}
