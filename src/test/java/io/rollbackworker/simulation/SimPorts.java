package io.rollbackworker.simulation;

import io.rollbackworker.kafka.Offsets;
import io.rollbackworker.kafka.ledger.LaneClients;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;

/** What the program reaches the simulated world through. */
final class SimPorts {
  private SimPorts() {}

  /** The clocks of a process; the wall clock may be wrong. */
  record Clocks(Stage stage, Supplier<Duration> skew) implements Time {
    @Override
    public Instant now() {
      return stage.now().plus(skew.get());
    }

    @Override
    public long nanos() {
      return stage.nanos();
    }

    @Override
    public boolean await(CompletableFuture<?> what, Duration atMost) {
      return stage.await(what, atMost);
    }
  }

  /** Over a process's network. */
  record Clients(SimBroker broker, Network network) implements LaneClients {
    @Override
    public Producer<byte[], byte[]> producer(int partition) {
      return new SimProducer(broker, network, Simulation.KAFKA.transactionalId(partition));
    }

    @Override
    public Consumer<byte[], byte[]> reader() {
      return new SimConsumer(broker, network);
    }

    @Override
    public Consumer<byte[], byte[]> parked() {
      return new SimConsumer(broker, network);
    }
  }

  /** Nothing is ever removed, and nobody commits for a group. */
  record Ends(SimBroker broker) implements Offsets {
    @Override
    public long endOffset(TopicPartition partition) {
      broker.stage.turn();
      return broker.log(partition).end();
    }

    @Override
    public long offset(TopicPartition partition, OffsetSpec spec) {
      broker.stage.turn();
      return 0;
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed(String group) {
      return Map.of();
    }
  }
}
