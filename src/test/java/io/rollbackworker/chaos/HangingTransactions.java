package io.rollbackworker.chaos;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;

/**
 * Does what an operator does with {@code kafka-transactions.sh find-hanging} and {@code abort}: a
 * broker that was killed may have forgotten a transaction that is open in a partition. Workers then
 * block the partition and say so.
 */
final class HangingTransactions {
  private static final Set<TransactionState> UNDER_WAY =
      Set.of(
          TransactionState.ONGOING,
          TransactionState.PREPARE_ABORT,
          TransactionState.PREPARE_COMMIT);

  private HangingTransactions() {}

  /** How many were ended. */
  static int abort(String bootstrapServers, List<String> topics) throws Exception {
    int aborted = 0;
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      Set<Long> known =
          admin.listTransactions().all().get().stream()
              .filter(transaction -> UNDER_WAY.contains(transaction.state()))
              .map(TransactionListing::producerId)
              .collect(Collectors.toSet());
      for (var topic : admin.describeTopics(topics).allTopicNames().get().values()) {
        for (var info : topic.partitions()) {
          TopicPartition partition = new TopicPartition(topic.name(), info.partition());
          var producers = admin.describeProducers(List.of(partition)).partitionResult(partition);
          for (ProducerState producer : producers.get().activeProducers()) {
            boolean open = producer.currentTransactionStartOffset().isPresent();
            if (open && !known.contains(producer.producerId())) {
              admin
                  .abortTransaction(
                      new AbortTransactionSpec(
                          partition,
                          producer.producerId(),
                          (short) producer.producerEpoch(),
                          producer.coordinatorEpoch().orElse(0)))
                  .all()
                  .get();
              aborted++;
            }
          }
        }
      }
    }
    return aborted;
  }
}
