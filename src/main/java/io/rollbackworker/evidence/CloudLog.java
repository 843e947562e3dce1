package io.rollbackworker.evidence;

import io.rollbackworker.command.PermitId;
import io.rollbackworker.evidence.Evidence.By;
import io.rollbackworker.evidence.Evidence.Says;
import io.rollbackworker.evidence.Notice.What;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the cloud's own log says of requests, by their permits. That nothing stands here proves
 * nothing: the log may lose records. Written by who reads the log, read by all procedures.
 * Thread-safe.
 */
public final class CloudLog {
  /** Of permits, some 20 MB; the oldest goes, and looks tell instead. */
  private static final int MOST = 20_000;

  private final EvidenceBook book;
  private final int most;
  private final Map<PermitId, Heard> heard = new LinkedHashMap<>();
  private final Map<PermitId, Waiting> waiting = new HashMap<>();
  private Instant wantedFrom = Instant.MAX;

  /**
   * What became of a request.
   *
   * @param requestId the cloud's own id, where known
   */
  public record Word(Says says, @Nullable String requestId, String text, Instant at) {}

  private static final class Heard {
    private @Nullable Word word;
    private final Set<What> all = EnumSet.noneOf(What.class);
  }

  /** Who waits for a word about one permit; the only one to do so. */
  public final class Waiting implements AutoCloseable {
    private final PermitId permit;
    private final Set<What> what;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    private Waiting(PermitId permit, Set<What> what) {
      this.permit = permit;
      this.what = what;
    }

    /** Done when it was heard. */
    public CompletableFuture<Void> heard() {
      return done;
    }

    @Override
    public void close() {
      synchronized (CloudLog.this) {
        waiting.remove(permit, this);
      }
    }
  }

  /**
   * @param book where lanes find what corrects an answer that was told
   */
  public CloudLog(EvidenceBook book) {
    this(book, MOST);
  }

  private CloudLog(EvidenceBook book, int most) {
    this.book = book;
    this.most = most;
  }

  /** Of a cloud whose log nobody reads. */
  public static CloudLog none() {
    return new CloudLog(new EvidenceBook(), 0);
  }

  /**
   * @param at when the log stored it
   */
  public synchronized void take(Notice notice, Instant at) {
    Heard about = heard.computeIfAbsent(notice.permit(), any -> new Heard());
    about.all.add(notice.what());
    Says says = says(notice.what());
    // A gateway may repeat a request: of two answers, the yes counts.
    if (says != null && (about.word == null || about.word.says() == Says.NOT_TAKEN)) {
      about.word = new Word(says, notice.requestId(), notice.text(), at);
    }
    if (notice.what() == What.BEGUN && notice.snapshotId() != null) {
      book.put(
          new Evidence(
              notice.snapshotId(),
              null,
              notice.permit(),
              Says.TAKEN,
              By.LOG,
              notice.requestId(),
              "the cloud's log",
              notice.text(),
              at));
    }
    Waiting waits = waiting.get(notice.permit());
    if (waits != null && waits.what.contains(notice.what())) {
      waits.done.complete(null);
    }
    forgetTheOldest();
  }

  private static @Nullable Says says(What what) {
    return switch (what) {
      case BEGUN, TAKEN -> Says.TAKEN;
      case REFUSED -> Says.NOT_TAKEN;
      case ENDED -> null;
    };
  }

  private void forgetTheOldest() {
    if (heard.size() > most) {
      PermitId oldest = heard.keySet().iterator().next();
      heard.remove(oldest);
      book.remove(oldest, By.LOG);
    }
  }

  /** Empty: nothing was heard that says whether it was taken. */
  public synchronized Optional<Word> about(PermitId permit) {
    return Optional.ofNullable(heard.get(permit)).map(about -> about.word);
  }

  /** Whether it was heard. */
  public synchronized boolean has(PermitId permit, What what) {
    Heard about = heard.get(permit);
    return about != null && about.all.contains(what);
  }

  /** Waits for what is heard from now on; to be closed. */
  public synchronized Waiting await(PermitId permit, Set<What> what) {
    Waiting waits = new Waiting(permit, what);
    waiting.put(permit, waits);
    return waits;
  }

  /** Asks for what the log says since then, too. */
  public synchronized void readFrom(Instant since) {
    if (since.isBefore(wantedFrom)) {
      wantedFrom = since;
    }
  }

  /** The earliest time that was asked for. */
  public synchronized Instant wantedFrom() {
    return wantedFrom;
  }
}
