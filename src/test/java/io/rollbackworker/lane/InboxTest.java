package io.rollbackworker.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.CommandId;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.rollback.Change;
import io.rollbackworker.testing.ManualTime;
import io.rollbackworker.testing.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class InboxTest {
  private static final Inbox.Message URGENT =
      proposed(new Change(Samples.SNAPSHOT, 0, new Entry(0, List.of()), List.of(), List.of()));
  private static final Inbox.Message CALM =
      proposed(new Change(Samples.SNAPSHOT, 0, null, List.of(), List.of()));
  private static final Inbox.Message WRITES_NOTHING = new Inbox.ProcedureOver(Samples.SNAPSHOT);

  private final ManualTime time = new ManualTime();
  private final Inbox inbox = new Inbox(time);

  private static Inbox.Message proposed(Change change) {
    return new Inbox.Proposed(change, new CompletableFuture<>());
  }

  private List<Inbox.Message> take() throws InterruptedException {
    return take(Duration.ZERO);
  }

  private List<Inbox.Message> take(Duration pace) throws InterruptedException {
    List<Inbox.Message> messages = new ArrayList<>();
    assertThat(inbox.take(messages, false, pace)).isFalse();
    return messages;
  }

  @Test
  void shouldLetWhatMayWaitGoWithWhatIsWritten() throws Exception {
    inbox.put(CALM);
    inbox.put(URGENT);

    assertThat(take()).containsExactly(URGENT, CALM);
  }

  @Test
  void shouldNotLetWhatMayWaitGoWithWhatWritesNothing() throws Exception {
    inbox.put(CALM);
    inbox.put(WRITES_NOTHING);

    assertThat(take()).containsExactly(WRITES_NOTHING);
  }

  @Test
  void shouldLetWhatMayWaitGoAloneInTheEnd() throws Exception {
    time.after(Duration.ofMillis(20), () -> inbox.put(CALM));
    time.after(
        Duration.ofMillis(100),
        () -> inbox.put(new Inbox.WatchOver(Samples.SNAPSHOT, new CommandId("a"))));

    List<Inbox.Message> all = new ArrayList<>();
    while (all.isEmpty()) {
      all.addAll(take());
    }

    assertThat(all).hasSize(2).startsWith(CALM);
    assertThat(time.nanos()).isEqualTo(Duration.ofMillis(20 + 250).toNanos());
  }

  @Test
  void shouldNotMakeWhatMayWaitWaitForEverWhileOthersWriteNothing() throws Exception {
    inbox.put(CALM);
    List<Inbox.Message> all = new ArrayList<>();
    while (!all.contains(CALM)) {
      inbox.put(WRITES_NOTHING);
      all.addAll(take());
      time.advance(Duration.ofMillis(10));
    }

    assertThat(time.nanos()).isLessThan(Duration.ofMillis(300).toNanos());
  }

  @Test
  void shouldGatherForAsLongAsThePaceSays() throws Exception {
    inbox.put(URGENT);
    take();
    inbox.put(URGENT);
    time.after(Duration.ofMillis(30), () -> inbox.put(URGENT));
    time.after(Duration.ofMillis(60), () -> inbox.put(URGENT));

    assertThat(take(Duration.ofMillis(50))).containsExactly(URGENT, URGENT);
    assertThat(time.nanos()).isEqualTo(Duration.ofMillis(50).toNanos());
  }

  @Test
  void shouldGatherForNobodyOnceItIsClosed() throws Exception {
    inbox.put(URGENT);
    inbox.put(CALM);
    inbox.close();

    List<Inbox.Message> messages = new ArrayList<>();
    assertThat(inbox.take(messages, false, Duration.ofMillis(50))).isTrue();
    assertThat(messages).contains(URGENT, CALM);
    assertThat(time.nanos()).isZero();
  }

  @Test
  void shouldGatherTheLongerTheMoreAreWorkedOn() {
    assertThat(Company.pace(8)).isZero();
    assertThat(Company.pace(9)).isEqualTo(Duration.ofMillis(2));
    assertThat(Company.pace(500)).isEqualTo(Duration.ofMillis(100));
  }
}
