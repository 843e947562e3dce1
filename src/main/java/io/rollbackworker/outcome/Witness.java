package io.rollbackworker.outcome;

import io.rollbackworker.evidence.Evidence;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who said what became of a request, when and why; part of an outcome that rests on evidence.
 *
 * @param at when the evidence was stored, by the broker's clock
 */
public record Witness(
    Evidence.By by, @Nullable String requestedBy, @Nullable String reason, Instant at) {}
