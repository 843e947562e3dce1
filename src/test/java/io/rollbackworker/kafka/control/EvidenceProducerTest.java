package io.rollbackworker.kafka.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.CommandId;
import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.evidence.EvidenceCodec;
import io.rollbackworker.evidence.PermitKey;
import io.rollbackworker.testing.ManualTime;
import io.rollbackworker.testing.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** What a worker knows for certain about a permit is told until its process ends. */
class EvidenceProducerTest {
  private static final PermitKey KEY = Samples.permitKey();

  private final ManualTime time = new ManualTime();
  private final MockProducer<byte[], byte[]> kafka =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final List<Runnable> forked = new ArrayList<>();
  private final EvidenceProducer evidence =
      new EvidenceProducer(kafka, () -> {}, "commands", time, (name, work) -> forked.add(work));

  @Test
  void shouldTellItWhenTheBrokersAreBackAfterHours() {
    kafka.sendException = new TimeoutException("no broker");
    time.after(Duration.ofHours(2), () -> kafka.sendException = null);
    evidence.publish(taken(), KEY.sign(Evidence.Says.TAKEN));
    assertThat(evidence.kept()).isEqualTo(1);

    forked.getFirst().run();

    assertThat(kafka.history())
        .singleElement()
        .satisfies(
            record ->
                assertThat(EvidenceCodec.workers(KEY.id(), record.value())).isEqualTo(taken()));
    assertThat(time.now()).isAfterOrEqualTo(Samples.NOW.plus(Duration.ofHours(2)));
    assertThat(evidence.kept()).isZero();
  }

  @Test
  void shouldEndWithTheProcess() {
    kafka.sendException = new TimeoutException("no broker");
    evidence.publish(taken(), KEY.sign(Evidence.Says.TAKEN));
    time.after(Duration.ofMinutes(1), evidence::close);

    forked.getFirst().run();

    assertThat(kafka.history()).isEmpty();
    assertThat(evidence.kept()).isZero();
  }

  @Test
  void shouldKeepNoMoreThanItHasRoomFor() {
    for (int i = 0; i <= EvidenceProducer.MAX_KEPT; i++) {
      evidence.publish(taken(), KEY.sign(Evidence.Says.TAKEN));
    }

    assertThat(forked).hasSize(EvidenceProducer.MAX_KEPT);
  }

  private static Evidence taken() {
    return new Evidence(
        Samples.SNAPSHOT,
        new CommandId("c"),
        KEY.id(),
        Evidence.Says.TAKEN,
        Evidence.By.WORKER,
        "req-1",
        "worker-1",
        "lost its lane",
        Samples.NOW);
  }
}
