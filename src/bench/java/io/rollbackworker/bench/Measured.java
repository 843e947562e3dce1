package io.rollbackworker.bench;

/**
 * One run. CPU time is in microseconds per command, of all threads of the processes.
 *
 * @param callsPerCommand of the API
 * @param allocatedBytes by the worker, for a command
 * @param mostMemoryMib of the greatest worker
 * @param firstSeconds from the start of the process to the first outcome
 */
record Measured(
    String workload,
    String arm,
    double perSecond,
    double shareOfLimit,
    double workerMicros,
    double brokerMicros,
    double apiMicros,
    double callsPerCommand,
    int mostInFlight,
    double allocatedBytes,
    long mostMemoryMib,
    double firstSeconds) {}
