package io.rollbackworker.bench;

/**
 * What is felt of a worker beside its work.
 *
 * @param startSeconds from the start of its process to its first call of the API; topics are there
 * @param youngPercent of a core, idle, in the first minute after that
 * @param idlePercent of a core, idle, in the second minute
 * @param failoverSeconds from {@code kill -9} of one of two to the last answer of a command on each
 *     partition
 * @param stackSeconds from the start of {@code demo}, which starts a broker, a cloud and two
 *     workers, to its first outcome
 */
record Lived(
    String arm,
    double startSeconds,
    double youngPercent,
    double idlePercent,
    double failoverSeconds,
    double stackSeconds) {}
