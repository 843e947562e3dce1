package io.rollbackworker.bench;

/**
 * How long one partition's ledger took to read, from the fence to its end.
 *
 * @param coldSeconds the first time in a process
 * @param warmSeconds the third time
 */
record Restored(int entries, double coldSeconds, double warmSeconds) {}
