package io.rollbackworker.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.evidence.Evidence.By;
import io.rollbackworker.evidence.Evidence.Says;
import io.rollbackworker.testing.Samples;
import org.junit.jupiter.api.Test;

class EvidenceBookTest {
  private final EvidenceBook book = new EvidenceBook();

  @Test
  void shouldBeReadInPagesFromWhereTheLastOneEnded() {
    put("a", By.WORKER, Says.TAKEN);
    put("b", By.WORKER, Says.TAKEN);
    put("c", By.WORKER, Says.TAKEN);

    EvidenceBook.Page first = book.since(0, 2);
    EvidenceBook.Page second = book.since(first.next(), 2);

    assertThat(first.evidence()).extracting(e -> e.permit().value()).containsExactly("a", "b");
    assertThat(second.evidence()).extracting(e -> e.permit().value()).containsExactly("c");
    assertThat(book.since(second.next(), 2).evidence()).isEmpty();
  }

  @Test
  void shouldKeepWhatIsSaidLast() {
    put("a", By.OPERATOR, Says.TAKEN);
    put("a", By.OPERATOR, Says.NOT_TAKEN);

    assertThat(book.since(0, 9).evidence())
        .extracting(Evidence::says)
        .containsExactly(Says.NOT_TAKEN);
  }

  @Test
  void shouldTellTheSendingWorkersWordFirst() {
    put("a", By.OPERATOR, Says.NOT_TAKEN);
    put("a", By.WORKER, Says.TAKEN);
    put("b", By.WORKER, Says.TAKEN);

    assertThat(book.about(new PermitId("a")))
        .extracting(Evidence::by)
        .containsExactly(By.WORKER, By.OPERATOR);
  }

  @Test
  void shouldForgetWhatIsTakenBack() {
    put("a", By.OPERATOR, Says.TAKEN);
    put("a", By.WORKER, Says.TAKEN);
    put("b", By.OPERATOR, Says.TAKEN);
    book.remove(new PermitId("b"), By.OPERATOR);

    book.removeAll(By.WORKER);

    assertThat(book.since(0, 9).evidence()).extracting(Evidence::by).containsExactly(By.OPERATOR);
    assertThat(book.about(new PermitId("b"))).isEmpty();
  }

  /** Who floods one topic must not silence another. */
  @Test
  void shouldForgetTheOldestOfTheSameKindOfWitnessAlone() {
    put("operators", By.OPERATOR, Says.TAKEN);
    for (int i = 0; i <= 100_000; i++) {
      put("forged-" + i, By.LOG, Says.TAKEN);
    }

    assertThat(book.about(new PermitId("operators"))).hasSize(1);
    assertThat(book.about(new PermitId("forged-0"))).isEmpty();
    assertThat(book.about(new PermitId("forged-1"))).hasSize(1);
  }

  private void put(String permit, By by, Says says) {
    book.put(
        Samples.evidence(Samples.SNAPSHOT, new CommandId("c"), new PermitId(permit), says, by));
  }
}
