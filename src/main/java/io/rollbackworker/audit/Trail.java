package io.rollbackworker.audit;

import io.rollbackworker.ledger.ChainTip;
import java.util.List;
import java.util.Map;

/**
 * Whether the outcomes are all that were told, unchanged.
 *
 * @param flaws in sentences
 * @param tips the last link of each partition that has any
 */
public record Trail(List<String> flaws, Map<Integer, ChainTip> tips) {
  public static final Trail NONE = new Trail(List.of(), Map.of());

  public Trail {
    flaws = List.copyOf(flaws);
    tips = Map.copyOf(tips);
  }
}
