package io.rollbackworker.evidence;

import io.rollbackworker.command.PermitId;
import io.rollbackworker.evidence.Evidence.By;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings records of the topics where evidence stands into a book. What is none changes nothing;
 * what is wrong with it is returned, for people.
 */
public final class EvidenceRecords {
  private final EvidenceBook book;

  public EvidenceRecords(EvidenceBook book) {
    this.book = book;
  }

  /** A record of the evidence topic; null takes it back. */
  public Optional<String> takeWorkers(byte @Nullable [] key, byte @Nullable [] value) {
    try {
      PermitId permit = new PermitId(text(key));
      if (value == null) {
        book.remove(permit, By.WORKER);
      } else {
        book.put(EvidenceCodec.workers(permit, value));
      }
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of("no evidence of a worker: " + e.getMessage());
    }
  }

  /** Whether a record of the control topic is an operator's word on a doubt. */
  public static boolean isWord(byte @Nullable [] key) {
    return EvidenceCodec.operatorsPermit(text(key)).isPresent();
  }

  /** Such a record; null takes it back. */
  public Optional<String> takeOperators(byte @Nullable [] key, byte @Nullable [] value) {
    try {
      PermitId permit = EvidenceCodec.operatorsPermit(text(key)).orElseThrow();
      if (value == null) {
        book.remove(permit, By.OPERATOR);
      } else {
        book.put(EvidenceCodec.operators(permit, value));
      }
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of("no word on a doubt: " + e.getMessage());
    }
  }

  private static String text(byte @Nullable [] bytes) {
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }

  /** What they said is not known any more: their topic is another one. */
  public void startOver(By by) {
    book.removeAll(by);
  }
}
