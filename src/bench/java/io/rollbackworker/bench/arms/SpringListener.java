package io.rollbackworker.bench.arms;

import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.MessageListener;

/** Spring Kafka's container: one thread for each partition, a commit for each batch. */
public final class SpringListener {
  /** More threads than partitions stay idle. */
  private static final int PARTITIONS = 12;

  private SpringListener() {}

  public static void main(String[] args) throws InterruptedException {
    Setting setting = Setting.of(args);
    ThreeCalls calls = new ThreeCalls(setting);
    ContainerProperties properties = new ContainerProperties(setting.commandsTopic());
    properties.setMessageListener(
        (MessageListener<String, String>) record -> calls.carryOut(record.key(), record.value()));
    var container =
        new ConcurrentMessageListenerContainer<>(
            new DefaultKafkaConsumerFactory<String, String>(setting.consumer()), properties);
    container.setConcurrency(Math.min(PARTITIONS, setting.callsInFlight()));
    container.start();
    Thread.currentThread().join();
  }
}
