package io.rollbackworker.bench.arms;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * A consumer's loop with a virtual thread for each record. Commits each second what was polled,
 * done or not: unsafe, and the fastest.
 */
public final class PlainLoop {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final long COMMIT_NANOS = 1_000_000_000;

  private PlainLoop() {}

  public static void main(String[] args) throws InterruptedException {
    Setting setting = Setting.of(args);
    Semaphore places = new Semaphore(setting.callsInFlight());
    try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(setting.consumer());
        ThreeCalls calls = new ThreeCalls(setting);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      consumer.subscribe(List.of(setting.commandsTopic()));
      long committed = System.nanoTime();
      while (true) {
        for (ConsumerRecord<String, String> record : consumer.poll(POLL)) {
          places.acquire();
          threads.execute(
              () -> {
                try {
                  calls.carryOut(record.key(), record.value());
                } finally {
                  places.release();
                }
              });
        }
        if (System.nanoTime() - committed > COMMIT_NANOS) {
          committed = System.nanoTime();
          consumer.commitAsync();
        }
      }
    }
  }
}
