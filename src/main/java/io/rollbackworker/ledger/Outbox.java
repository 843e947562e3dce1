package io.rollbackworker.ledger;

import java.util.List;

/**
 * What the last decision of a partition tells the outside. The next one may only be made when all
 * of it is told; so what may be missing after a crash is in the last outbox.
 *
 * @param outcomesFrom its outcomes lie at this offset of the outcomes partition, or above
 */
public record Outbox(long outcomesFrom, List<Posting> postings) {
  /** This program reads all up to it. */
  public static final int FORMAT = 1;

  public static final Outbox EMPTY = new Outbox(0, List.of());

  public Outbox {
    postings = List.copyOf(postings);
  }

  public boolean isEmpty() {
    return postings.isEmpty();
  }

  public List<Posting> outcomes() {
    return postings.stream().filter(p -> p.to() == Posting.Topic.OUTCOMES).toList();
  }

  /** Forwards and dead letters. */
  public List<Posting> others() {
    return postings.stream().filter(p -> p.to() != Posting.Topic.OUTCOMES).toList();
  }
}
