package io.rollbackworker.bench.arms;

import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import java.util.List;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Confluent's Parallel Consumer: one record of a key at a time, what is done is committed. */
public final class ParallelConsumer {
  private ParallelConsumer() {}

  public static void main(String[] args) throws InterruptedException {
    Setting setting = Setting.of(args);
    ThreeCalls calls = new ThreeCalls(setting);
    ParallelConsumerOptions<String, String> options =
        ParallelConsumerOptions.<String, String>builder()
            .ordering(ProcessingOrder.KEY)
            .maxConcurrency(setting.callsInFlight())
            .consumer(new KafkaConsumer<>(setting.consumer()))
            .build();
    ParallelStreamProcessor<String, String> processor =
        ParallelStreamProcessor.createEosStreamProcessor(options);
    processor.subscribe(List.of(setting.commandsTopic()));
    processor.poll(
        context ->
            calls.carryOut(
                context.getSingleConsumerRecord().key(),
                context.getSingleConsumerRecord().value()));
    Thread.currentThread().join();
  }
}
