package io.rollbackworker.bench;

/**
 * One run. CPU time is in microseconds per command, of all threads of the process.
 *
 * @param callsPerCommand of the API
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
    long mostMemoryMib,
    double firstSeconds) {}
