package io.rollbackworker.kafka.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.testing.ByHand;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What lag tools see of a partition. */
class GroupOffsetsTest {
  private static final TopicPartition PARTITION = new TopicPartition("commands", Lanes.PARTITION);

  private final ByHand world = new ByHand();
  private final Lanes lanes = new Lanes(world);
  private boolean refuses;
  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>("none") {
        @Override
        public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
          if (refuses) {
            throw new KafkaException("as the test wants it");
          }
          super.commitSync(offsets, timeout);
        }
      };
  private final GroupOffsets offsets = new GroupOffsets(consumer, "commands", world.time);
  private final Map<Integer, PartitionSlot> slots = Map.of(Lanes.PARTITION, lanes.slot());

  @BeforeEach
  void own() {
    consumer.assign(List.of(PARTITION));
    slots.get(Lanes.PARTITION).tick(1);
  }

  @AfterEach
  void end() {
    lanes.end();
  }

  @Test
  void shouldCommitTheLowEndOfTheHead() {
    pass();

    assertThat(committed()).isEqualTo(Lanes.POSITION);
  }

  @Test
  void shouldCommitNothingWithinASecond() {
    world.time.advance(Duration.ofMillis(900));
    offsets.commitFromTimeToTime(slots);

    assertThat(committed()).isNull();
  }

  @Test
  void shouldCommitOnlyWhatHasMoved() {
    pass();
    consumer.commitSync(Map.of(PARTITION, new OffsetAndMetadata(3)));

    pass(); // Nobody else writes it while the partition is ours.
    assertThat(committed()).isEqualTo(3);

    offsets.forget(PARTITION);
    pass();
    assertThat(committed()).isEqualTo(Lanes.POSITION);
  }

  @Test
  void shouldCommitAtOnceWhatIsGivenUp() {
    offsets.commitNow(slots, List.of(Lanes.PARTITION));

    assertThat(committed()).isEqualTo(Lanes.POSITION);
  }

  /** Lag tools are late then, nothing else. */
  @Test
  void shouldBearThatNothingCanBeCommitted() {
    refuses = true;

    offsets.commitNow(slots, List.of(Lanes.PARTITION));

    assertThat(committed()).isNull();
  }

  private void pass() {
    world.time.advance(Duration.ofSeconds(2));
    offsets.commitFromTimeToTime(slots);
  }

  private Long committed() {
    var found = consumer.committed(Set.of(PARTITION)).get(PARTITION);
    return found == null ? null : found.offset();
  }
}
