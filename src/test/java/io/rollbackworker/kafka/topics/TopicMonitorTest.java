package io.rollbackworker.kafka.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.topics.TopicMonitor.Finding;
import io.rollbackworker.testing.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

/** When the topics are looked at, and what is told of it. */
class TopicMonitorTest {
  private static final TopicFacts FACTS = new TopicFacts("commands", "ledger", "control", 4);

  private final ManualTime time = new ManualTime();
  private final List<Runnable> forked = new ArrayList<>();
  private int looks;
  private TopicMonitor.Look look = () -> FACTS;
  private final TopicMonitor monitor =
      new TopicMonitor(
          () -> {
            looks++;
            return look.inspect();
          },
          Duration.ofMinutes(1),
          time,
          (name, work) -> forked.add(work));

  @Test
  void shouldLookOnceAnInterval() {
    time.advance(Duration.ofSeconds(59));
    pass();
    assertThat(looks).isZero();

    time.advance(Duration.ofSeconds(1));
    pass();
    pass();

    assertThat(looks).isEqualTo(1);
  }

  @Test
  void shouldTellAFindingOnce() {
    monitor.lookSoon();
    pass();

    assertThat(monitor.pollFindings()).map(Finding::facts).contains(FACTS);
    assertThat(monitor.pollFindings()).isEmpty();
  }

  @Test
  void shouldTellWhyTheTopicsAreNotAsTheyMustBe() {
    look =
        () -> {
          throw new ContractBroken("there is no topic rollback.ledger");
        };
    monitor.lookSoon();
    pass();

    assertThat(monitor.pollFindings())
        .contains(new Finding(null, "there is no topic rollback.ledger"));
  }

  /** The lanes notice themselves that the cluster is out. */
  @Test
  void shouldTellNothingWhileTheClusterCannotBeAskedAndLookAgain() {
    look =
        () -> {
          throw new KafkaException("nobody answers");
        };
    monitor.lookSoon();
    pass();
    assertThat(monitor.pollFindings()).isEmpty();

    look = () -> FACTS;
    time.advance(Duration.ofMinutes(1));
    pass();
    assertThat(monitor.pollFindings()).isPresent();
  }

  @Test
  void shouldNotLookTwiceAtATime() {
    monitor.lookSoon();
    monitor.pollFindings();
    monitor.lookSoon();
    monitor.pollFindings();

    assertThat(forked).hasSize(1);
  }

  private void pass() {
    var _ = monitor.pollFindings();
    forked.forEach(Runnable::run);
    forked.clear();
  }
}
