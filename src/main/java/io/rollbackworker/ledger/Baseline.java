package io.rollbackworker.ledger;

import org.jspecify.annotations.Nullable;

/** What the cloud showed right before the intent; texts as the cloud wrote them. */
public record Baseline(
    String snapshotStatus,
    @Nullable String snapshotUpdatedAt,
    String volumeStatus,
    @Nullable String volumeUpdatedAt) {}
