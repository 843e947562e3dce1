package io.rollbackworker.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Shuffled cards, dealt to the last and shuffled again: nothing is left out for long. */
final class Deck<T> {
  private final Random random;
  private final List<T> cards;
  private int next;

  Deck(Random random, List<T> cards) {
    this.random = random;
    this.cards = new ArrayList<>(cards);
    Collections.shuffle(this.cards, random);
  }

  T next() {
    if (next == cards.size()) {
      Collections.shuffle(cards, random);
      next = 0;
    }
    return cards.get(next++);
  }
}
