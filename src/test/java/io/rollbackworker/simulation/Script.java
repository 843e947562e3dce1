package io.rollbackworker.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** What is asked of a fleet, and what is done to it. */
record Script(List<Event> events) {
  static final int WORKERS = 3;
  static final int PARTITIONS = 2;
  static final int VOLUMES = 3;
  static final int SNAPSHOTS = 2 * VOLUMES;

  /** Beyond everything that a ledger remembers. */
  private static final int FAR_MILLIS = 2 * 3_600_000;

  Script {
    events = List.copyOf(events);
  }

  enum Kind {
    /** A command for a snapshot; {@code what} says which fields, {@code millis} where it goes. */
    PUBLISH,
    /** A person rolls the snapshot back at the console. */
    CONSOLE,
    /** A worker is killed, and started again so much later. */
    KILL,
    FREEZE,
    /** A partition gets another owner; odd {@code millis}: the former one hears of it later. */
    MOVE,
    /** The next end of a transaction there is skipped. */
    SKIP_END,
    /** Ends of transactions take so long from now on. */
    SLOW_ENDS,
    LEADERLESS,
    LOSE_QUESTION,
    LOSE_ANSWER,
    CUT,
    /** A worker reads from former leaders for a while. */
    STALE_READS,
    /** Somebody aborts what is open there, as Kafka's own tool can. */
    END_OPEN,
    /** A wall clock jumps by so much. */
    JUMP_CLOCK,
    /** Somebody who knows all that is public says what became of the snapshot's last request. */
    FORGE
  }

  /**
   * @param who a worker, a partition of a topic or a snapshot
   * @param what the rest
   */
  record Event(int atMillis, Kind kind, int who, int what, int millis) {
    @Override
    public String toString() {
      return "%6d ms  %s %d, %d (%d)".formatted(atMillis, kind, who, what, millis);
    }
  }

  /** Drawn; some scripts have much of one kind, others of another. */
  static Script of(Random chance) {
    int lasts = 20_000 + chance.nextInt(60_000);
    List<Event> events = new ArrayList<>();
    int commands = 3 + chance.nextInt(10);
    for (int i = 0; i < commands; i++) {
      events.add(
          new Event(
              chance.nextInt(lasts),
              Kind.PUBLISH,
              chance.nextInt(1 + chance.nextInt(SNAPSHOTS)),
              chance.nextInt(1_000),
              chance.nextInt(1_000)));
    }
    int troubles = chance.nextInt(12);
    List<Kind> kinds = kinds(chance);
    for (int i = 0; i < troubles; i++) {
      Kind kind = kinds.get(chance.nextInt(kinds.size()));
      events.add(
          new Event(
              chance.nextInt(lasts),
              kind,
              who(kind, chance),
              chance.nextInt(3),
              millis(kind, chance)));
    }
    events.sort(Comparator.comparingInt(Event::atMillis));
    return new Script(events);
  }

  private static List<Kind> kinds(Random chance) {
    List<Kind> all = new ArrayList<>(List.of(Kind.values()));
    all.remove(Kind.PUBLISH);
    while (all.size() > 1 && chance.nextInt(4) > 0) {
      all.remove(chance.nextInt(all.size()));
    }
    return all;
  }

  private static int who(Kind kind, Random chance) {
    return switch (kind) {
      case KILL, FREEZE, LOSE_QUESTION, LOSE_ANSWER, CUT, STALE_READS, JUMP_CLOCK ->
          chance.nextInt(WORKERS);
      case MOVE, SKIP_END, LEADERLESS, END_OPEN -> chance.nextInt(PARTITIONS);
      case PUBLISH, CONSOLE, FORGE -> chance.nextInt(SNAPSHOTS);
      case SLOW_ENDS -> 0;
    };
  }

  private static int millis(Kind kind, Random chance) {
    return switch (kind) {
      case FREEZE, LEADERLESS, CUT, STALE_READS -> chance.nextInt(30_000);
      case SLOW_ENDS -> chance.nextInt(8_000);
      case JUMP_CLOCK ->
          chance.nextInt(3) == 0
              ? (chance.nextInt(2) * 2 - 1) * FAR_MILLIS
              : chance.nextInt(3_000) - 1_500;
      default -> chance.nextInt(6_000);
    };
  }
}
