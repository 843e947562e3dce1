package io.rollbackworker.audit;

import java.time.Duration;

/**
 * What the fleet was configured to keep.
 *
 * @param tolerance a request may arrive so long after its command's deadline: clock skew, and what
 *     a network may hold back
 */
public record AuditSettings(Duration window, Duration greatestAge, Duration tolerance) {}
