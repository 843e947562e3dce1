package io.rollbackworker.bench.arms;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;

/**
 * A share group: the broker hands records out and takes acknowledgements, without partitions of
 * one's own. Each record of a poll on a virtual thread, as many at a time as there are places, then
 * the next poll.
 */
public final class ShareConsumer {
  private static final Duration POLL = Duration.ofMillis(500);

  private ShareConsumer() {}

  public static void main(String[] args) throws Exception {
    Setting setting = Setting.of(args);
    Semaphore places = new Semaphore(setting.callsInFlight());
    Map<String, Object> properties = new HashMap<>(setting.consumer());
    // What a share group does not know.
    properties.remove(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG);
    properties.remove(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG);
    properties.remove(ConsumerConfig.ISOLATION_LEVEL_CONFIG);
    properties.remove(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);
    properties.remove(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG);
    properties.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
    try (KafkaShareConsumer<String, String> consumer = new KafkaShareConsumer<>(properties);
        ThreeCalls calls = new ThreeCalls(setting);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      consumer.subscribe(List.of(setting.commandsTopic()));
      while (true) {
        ConsumerRecords<String, String> records = consumer.poll(POLL);
        List<Future<?>> under = new ArrayList<>();
        for (ConsumerRecord<String, String> record : records) {
          places.acquire();
          under.add(
              threads.submit(
                  () -> {
                    try {
                      calls.carryOut(record.key(), record.value());
                    } finally {
                      places.release();
                    }
                  }));
        }
        for (Future<?> one : under) {
          one.get();
        }
        records.forEach(record -> consumer.acknowledge(record, AcknowledgeType.ACCEPT));
      }
    }
  }
}
