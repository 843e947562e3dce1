package io.rollbackworker.bench;

/**
 * Own time of an arm under an open load, in milliseconds: from the instant at which a command was
 * to be sent to its outcome, less what the API's answers take.
 *
 * @param commitMillis what a transaction of one record takes on this broker meanwhile, at the
 *     median
 */
record Opened(
    String arm,
    int perSecond,
    int commands,
    double p50,
    double p90,
    double p99,
    double p999,
    double commitMillis) {}
