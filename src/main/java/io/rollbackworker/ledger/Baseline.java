package io.rollbackworker.ledger;

import org.jspecify.annotations.Nullable;

/**
 * What the cloud showed right before the intent; texts as the cloud wrote them.
 *
 * @param described a hash of names, descriptions and metadata; null: not known, before format 2
 */
public record Baseline(
    String snapshotStatus,
    @Nullable String snapshotUpdatedAt,
    String volumeStatus,
    @Nullable String volumeUpdatedAt,
    @Nullable String described) {}
