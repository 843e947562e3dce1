package io.rollbackworker.proof.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Shuffled cards, dealt to the last and shuffled again: nothing is left out for long. Some are
 * dealt once, before all others.
 */
final class Deck<T> {
  private final Random random;
  private final List<T> first;
  private final List<T> cards;
  private int next;

  Deck(Random random, List<T> first, List<T> cards) {
    this.random = random;
    this.first = new ArrayList<>(first);
    this.cards = new ArrayList<>(cards);
    Collections.shuffle(this.first, random);
    Collections.shuffle(this.cards, random);
  }

  T next() {
    if (!first.isEmpty()) {
      return first.removeLast();
    }
    if (next == cards.size()) {
      Collections.shuffle(cards, random);
      next = 0;
    }
    return cards.get(next++);
  }
}
