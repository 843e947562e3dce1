package io.rollbackworker.simulation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** The simulation's. */
final class SimulatedLog implements LogUnderTest {
  private static final String TOPIC = "t";
  private final Stage stage = new Stage(1);
  private final SimBroker broker = new SimBroker(stage);
  private final Network network = new Network(stage, Stage.Host.NOBODY);
  private final Map<Integer, SimProducer> producers = new HashMap<>();
  private final Map<Integer, SimProducer> fenced = new HashMap<>();

  private <T> T act(Callable<T> action) throws Exception {
    AtomicReference<T> result = new AtomicReference<>();
    AtomicReference<Exception> failed = new AtomicReference<>();
    AtomicBoolean over = new AtomicBoolean();
    stage.start(
        Stage.Host.NOBODY,
        "test",
        () -> {
          try {
            result.set(action.call());
          } catch (Exception e) {
            failed.set(e);
          } finally {
            over.set(true);
          }
        });
    while (!over.get()) {
      stage.runUntil(stage.nanos() + Duration.ofMillis(1).toNanos());
    }
    stage.runUntil(stage.nanos() + Duration.ofMillis(10).toNanos()); // Its ends are written.
    if (failed.get() != null) {
      throw failed.get();
    }
    return result.get();
  }

  private boolean succeeds(Runnable action) throws Exception {
    return act(
        () -> {
          try {
            action.run();
            return true;
          } catch (KafkaException e) {
            return false;
          }
        });
  }

  @Override
  public void init(int id) throws Exception {
    SimProducer next = new SimProducer(broker, network, "id-" + id);
    SimProducer before = producers.put(id, next);
    if (before != null) {
      fenced.put(id, before);
    }
    act(
        () -> {
          next.initTransactions();
          return true;
        });
  }

  @Override
  public boolean send(int id, int partition, String value) throws Exception {
    return send(producers.get(id), partition, value);
  }

  @Override
  public boolean sendByFenced(int id, int partition, String value) throws Exception {
    return fenced.containsKey(id) && send(fenced.get(id), partition, value);
  }

  private boolean send(SimProducer producer, int partition, String value) throws Exception {
    return succeeds(
        () -> {
          var stored =
              producer.send(
                  new ProducerRecord<>(
                      TOPIC, partition, null, value.getBytes(StandardCharsets.UTF_8)));
          producer.flush();
          try {
            stored.get();
          } catch (Exception e) {
            throw new KafkaException(e);
          }
        });
  }

  @Override
  public boolean end(int id, boolean commit) throws Exception {
    SimProducer producer = producers.get(id);
    return succeeds(commit ? producer::commitTransaction : producer::abortTransaction);
  }

  @Override
  public void skipNextEnd(int partition) {
    broker.skips.put(new TopicPartition(TOPIC, partition), 1);
  }

  @Override
  public void abortOpen(int partition) {
    log(partition).endAll(false);
  }

  @Override
  public void publish(int partition, String value) {
    log(partition).append(null, value.getBytes(StandardCharsets.UTF_8), null);
  }

  @Override
  public List<String> look(int partition) {
    List<String> seen = new ArrayList<>();
    for (SimLog.Entry entry : log(partition).visibleFrom(0)) {
      seen.add(entry.offset + ": " + new String(entry.value, StandardCharsets.UTF_8));
    }
    seen.add("end " + log(partition).end());
    return seen;
  }

  private SimLog log(int partition) {
    return broker.log(new TopicPartition(TOPIC, partition));
  }
}
