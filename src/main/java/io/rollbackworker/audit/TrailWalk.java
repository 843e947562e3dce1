package io.rollbackworker.audit;

import io.rollbackworker.ledger.ChainTip;
import io.rollbackworker.ledger.Slice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Follows the chain of outcomes through each partition, from its first record on. */
public final class TrailWalk {
  /** Between clocks, and for what retention cuts off while it is read. */
  private static final Duration SLACK = Duration.ofHours(1);

  private final List<String> flaws = new ArrayList<>();
  private final Map<Integer, ChainTip> tips = new TreeMap<>();
  private final Map<Integer, Slice> ledger;
  private final Map<Integer, ChainTip> archived;
  private final Instant keptSince;
  private final Instant since;

  private final Set<Integer> walked = new TreeSet<>();
  private int partition;
  private boolean isCut;
  private boolean isFirst;
  private boolean isJudged;

  /** Of the partition; null: no link was seen yet. */
  private @Nullable ChainTip last;

  /** What is known of the partition beside the topic. */
  private List<Known> known = List.of();

  /** A link that somebody remembers, and whether one of its number was seen, and it itself. */
  private static final class Known {
    final ChainTip tip;
    final String by;
    boolean numberSeen;
    boolean seen;

    Known(ChainTip tip, String by) {
      this.tip = tip;
      this.by = by;
    }

    /** Another chain has links of the same numbers. */
    void reset() {
      numberSeen = false;
      seen = false;
    }

    void compare(ChainTip link) {
      boolean isIts = link.number() == tip.number();
      numberSeen |= isIts;
      seen |= isIts && link.hash().equals(tip.hash());
    }
  }

  /**
   * @param ledger read before; its tips must be found
   * @param archived tips of earlier walks, by partition
   * @param readAt now
   * @param kept outcomes are to be kept so long
   * @param since what was told before is not judged
   */
  public TrailWalk(
      Map<Integer, Slice> ledger,
      Map<Integer, ChainTip> archived,
      Instant readAt,
      Duration kept,
      Instant since) {
    this.ledger = ledger;
    this.archived = archived;
    this.keptSince = readAt.minus(kept).plus(SLACK);
    this.since = since;
  }

  /** Of topics that have no chain. */
  public static TrailWalk ofNothing() {
    return new TrailWalk(Map.of(), Map.of(), Instant.EPOCH, Duration.ZERO, Instant.MIN);
  }

  /**
   * The records of a partition follow.
   *
   * @param isCut whether its log begins after its first offset
   */
  public void begin(int partition, boolean isCut) {
    this.partition = partition;
    walked.add(partition);
    this.isCut = isCut;
    this.isFirst = true;
    this.last = null;
    known = new ArrayList<>();
    Slice slice = ledger.get(partition);
    if (slice != null && slice.tip().number() > 0) {
      known.add(new Known(slice.tip(), "the ledger has told"));
    }
    ChainTip old = archived.get(partition);
    if (old != null) {
      known.add(new Known(old, "the archived tip names"));
    }
  }

  /**
   * @param header null: it has none
   * @param toldAt as the value says; null: it is no outcome
   */
  public void take(
      long offset, @Nullable String header, byte @Nullable [] value, @Nullable Instant toldAt) {
    boolean begins = isFirst;
    isFirst = false;
    isJudged = toldAt == null || !toldAt.isBefore(since);
    if (toldAt == null) {
      flaw(offset, "this is no outcome: nobody but the partition's worker may write here");
      return;
    }
    if (header == null) {
      if (last != null) {
        flaw(
            offset,
            "this outcome is no link of the chain: it was put in, or told by a version before"
                + " chains");
      }
      return;
    }
    try {
      ChainTip before = ChainTip.parse(header);
      follow(offset, begins, before);
      last = ChainTip.of(header, value, toldAt);
      ChainTip link = last;
      known.forEach(one -> one.compare(link));
    } catch (IllegalArgumentException e) {
      flaw(offset, "its header " + ChainTip.HEADER + " cannot be read: " + e.getMessage());
    }
  }

  /**
   * @param link its number, and hash and time of the one before
   */
  private void follow(long offset, boolean begins, ChainTip link) {
    ChainTip previous = last;
    if (previous == null) {
      boolean isKept = link.toldAt().isAfter(keptSince);
      if (link.number() > 1 && (!isCut || !begins || isKept)) {
        flaw(
            offset,
            "the chain begins with outcome %,d; number %,d was told at %s, %s"
                .formatted(
                    link.number(),
                    link.number() - 1,
                    link.toldAt(),
                    isCut ? "and is to be kept longer" : "and nothing was cut off by retention"));
      }
    } else if (link.number() == 1) {
      known.forEach(Known::reset);
      flaw(
          offset,
          "the chain begins anew, after outcome %,d: with a new ledger, after a worker of a version before chains, or by forgery"
              .formatted(previous.number()));
    } else if (link.number() != previous.number() + 1) {
      flaw(
          offset,
          "outcome %,d follows outcome %,d: what was between is gone, or was put in"
              .formatted(link.number(), previous.number()));
    } else if (!link.hash().equals(previous.hash())) {
      flaw(
          offset,
          "outcome %,d does not fit the one before it, which was changed".formatted(link.number()));
    }
  }

  /** The partition was read to its end. */
  public void end() {
    ChainTip tip = last;
    long reached = tip == null ? 0 : tip.number();
    if (tip != null) {
      tips.put(partition, tip);
    }
    for (Known one : known) {
      // What the ledger decided last may not be told yet.
      long untold = one.tip.equals(archived.get(partition)) ? 0 : untold();
      if (one.numberSeen && !one.seen) {
        flaws.add(
            "partition %d: outcome %,d is not the one that %s"
                .formatted(partition, one.tip.number(), one.by));
      } else if (reached < one.tip.number() - untold && !wasAllCutOff(one.tip)) {
        flaws.add(
            "partition %d ends with outcome %,d; %s %,d"
                .formatted(partition, reached, one.by, one.tip.number()));
      }
    }
  }

  /** What was told last is older than it is to be kept. */
  private boolean wasAllCutOff(ChainTip tip) {
    return last == null && isCut && !tip.toldAt().isAfter(keptSince);
  }

  /** Partitions that hold more than the ledger knew when it was read; it may know by now. */
  public List<Integer> ahead() {
    List<Integer> ahead = new ArrayList<>();
    tips.forEach(
        (of, tip) -> {
          Slice slice = ledger.get(of);
          if (slice == null || tip.number() > slice.tip().number()) {
            ahead.add(of);
          }
        });
    return ahead;
  }

  /** What the ledger knows of such a partition now; more than that was put in. */
  public void reread(int of, Slice slice) {
    ChainTip read = Objects.requireNonNull(tips.get(of));
    ChainTip told = slice.tip();
    boolean isItsLast = told.number() > read.number() || told.equals(read);
    if (!isItsLast) {
      flaws.add(
          "partition %d ends with outcome %,d, which the ledger has not told: its last is %,d"
              .formatted(of, read.number(), told.number()));
      tips.remove(of);
    }
  }

  private int untold() {
    Slice slice = ledger.get(partition);
    return slice == null ? 0 : slice.outbox().outcomes().size();
  }

  private void flaw(long offset, String what) {
    if (isJudged) {
      flaws.add("partition %d offset %d: %s".formatted(partition, offset, what));
    }
  }

  public Trail trail() {
    archived.keySet().stream()
        .filter(p -> !walked.contains(p))
        .forEach(p -> flaws.add("partition %d of the archived tips is not there".formatted(p)));
    return new Trail(flaws, tips);
  }
}
