package io.rollbackworker.evidence;

import io.rollbackworker.command.PermitId;
import io.rollbackworker.evidence.Evidence.By;
import io.rollbackworker.evidence.Evidence.Says;
import io.rollbackworker.evidence.Notice.What;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the cloud's own log says of requests, by their permits. That nothing stands here proves
 * nothing: the log may lose records. Written by who reads the log, read by all procedures.
 * Thread-safe.
 */
public final class CloudLog {
  /** Of permits, some 50 MB; the oldest goes, and looks tell instead. */
  private static final int MOST = 100_000;

  private final EvidenceBook book;
  private final int most;
  private final Map<PermitId, Heard> heard = new LinkedHashMap<>();
  private Instant wantedFrom = Instant.MAX;

  /**
   * What became of a request.
   *
   * @param requestId the cloud's own id, where known
   */
  public record Word(Says says, @Nullable String requestId, String text, Instant at) {}

  private static final class Heard {
    private @Nullable Word word;
    private boolean begun;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
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
    Heard about = heard(notice.permit());
    boolean refused = notice.what() == What.REFUSED;
    // A gateway may repeat a request: of two answers, the yes counts.
    if (about.word == null || (about.word.says() == Says.NOT_TAKEN && !refused)) {
      Says says = refused ? Says.NOT_TAKEN : Says.TAKEN;
      about.word = new Word(says, notice.requestId(), notice.text(), at);
    }
    about.begun |= notice.what() == What.BEGUN;
    if (notice.snapshotId() != null && notice.what() == What.BEGUN) {
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
    if (notice.what() == What.ENDED) {
      about.end.complete(null);
    }
  }

  private Heard heard(PermitId permit) {
    Heard about = heard.computeIfAbsent(permit, any -> new Heard());
    if (heard.size() > most) {
      heard.remove(heard.keySet().iterator().next());
    }
    return about;
  }

  /** Empty: nothing was heard. */
  public synchronized Optional<Word> about(PermitId permit) {
    return Optional.ofNullable(heard.get(permit)).map(about -> about.word);
  }

  /** Whether a revert is known to have begun, so that its end will be told, too. */
  public synchronized boolean hasBegun(PermitId permit) {
    Heard about = heard.get(permit);
    return about != null && about.begun;
  }

  /** Done when the log has told that the revert is over, well or not. Nobody else may end it. */
  public synchronized CompletableFuture<Void> end(PermitId permit) {
    return heard(permit).end;
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
