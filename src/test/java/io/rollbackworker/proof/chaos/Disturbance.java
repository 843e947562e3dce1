package io.rollbackworker.proof.chaos;

/** What may go wrong, and how often it is chosen beside the others. */
enum Disturbance {
  KILL_WORKER(6),
  FREEZE_WORKER_BEYOND_ALL_DEADLINES(5),
  STOP_WORKER_IN_ORDER(3),
  ADD_WORKER(2),
  REMOVE_WORKER(2),
  CUT_WORKER_FROM_BROKERS(4),
  CUT_WORKER_FROM_CLOUD(4),
  CUT_WORKER_FROM_BOTH(2),
  RESET_CONNECTIONS(5),
  KILL_BROKER(2),
  FREEZE_BROKER(2),
  /** Nobody leads anything for a while. */
  KILL_ALL_BROKERS(1),
  SKIP_ENDS_OF_TRANSACTIONS(6),
  /** Of a worker, by more than may be, and back again. */
  SET_CLOCK_WRONG(5),
  RESET_GROUP_TO_THE_BEGINNING(1),
  CLOUD_FAULTS(16);

  final int weight;

  Disturbance(int weight) {
    this.weight = weight;
  }
}
