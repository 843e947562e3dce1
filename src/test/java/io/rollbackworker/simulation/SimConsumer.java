package io.rollbackworker.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.record.TimestampType;

/** Reads what is committed, over its worker's network. */
final class SimConsumer extends MockConsumer<byte[], byte[]> {
  private final SimBroker broker;
  private final Network network;
  private final Map<TopicPartition, Long> positions = new LinkedHashMap<>();
  private CompletableFuture<Void> wakeup = new CompletableFuture<>();

  SimConsumer(SimBroker broker, Network network) {
    super("none");
    this.broker = broker;
    this.network = network;
  }

  @Override
  public void assign(Collection<TopicPartition> partitions) {
    partitions.forEach(p -> positions.putIfAbsent(p, 0L));
  }

  @Override
  public void seek(TopicPartition partition, long offset) {
    positions.put(partition, offset);
  }

  @Override
  public void seekToBeginning(Collection<TopicPartition> partitions) {
    partitions.forEach(p -> positions.put(p, 0L));
  }

  @Override
  public long position(TopicPartition partition) {
    return positions.get(partition);
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> fetched = fetch();
    if (fetched.isEmpty()) {
      broker.stage.await(
          CompletableFuture.anyOf(
              Stream.concat(
                      Stream.of(wakeup),
                      positions.keySet().stream().map(p -> broker.log(p).change()))
                  .toArray(CompletableFuture[]::new)),
          timeout);
      fetched = fetch();
    } else {
      broker.stage.turn();
    }
    if (wakeup.isDone()) {
      wakeup = new CompletableFuture<>();
      throw new WakeupException();
    }
    return new ConsumerRecords<>(fetched, Map.of());
  }

  private Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> fetch() {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> fetched = new LinkedHashMap<>();
    if (network.isCut()) {
      return fetched;
    }
    for (TopicPartition partition : List.copyOf(positions.keySet())) {
      SimLog log = broker.log(partition);
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      if (log.hasLeader()) {
        long end = network.readableEnd(partition);
        log.visibleFrom(positions.get(partition)).stream()
            .filter(e -> e.offset < end)
            .forEach(e -> records.add(record(partition, e)));
        long stable = Math.min(log.lastStable(), end);
        positions.put(partition, Math.max(positions.get(partition), stable));
      }
      if (!records.isEmpty()) {
        fetched.put(partition, records);
      }
    }
    return fetched;
  }

  static ConsumerRecord<byte[], byte[]> record(TopicPartition partition, SimLog.Entry entry) {
    return new ConsumerRecord<>(
        partition.topic(),
        partition.partition(),
        entry.offset,
        entry.timestamp.toEpochMilli(),
        TimestampType.LOG_APPEND_TIME,
        0,
        0,
        entry.key,
        entry.value,
        entry.headers,
        Optional.empty());
  }

  @Override
  public void wakeup() {
    wakeup.complete(null);
  }

  @Override
  public void close(CloseOptions options) {
    positions.clear();
  }
}
