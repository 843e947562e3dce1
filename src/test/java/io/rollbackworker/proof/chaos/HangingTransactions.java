package io.rollbackworker.proof.chaos;

import static java.util.Comparator.comparingInt;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;

/**
 * Does what an operator does with {@code kafka-transactions.sh find-hanging} and {@code abort}: a
 * broker that was killed may have forgotten a transaction that is open in a partition. Workers then
 * block the partition and say so. All topics that transactions write to must be looked at: a part
 * that is left open is ended by its producer's next commit, and the transaction is broken in two.
 */
final class HangingTransactions {
  private static final Set<TransactionState> UNDER_WAY =
      Set.of(
          TransactionState.ONGOING,
          TransactionState.PREPARE_ABORT,
          TransactionState.PREPARE_COMMIT);

  /** A transaction as a partition knows it; the same one is equal at every look. */
  private record Open(
      TopicPartition partition, long producerId, int epoch, int coordinatorEpoch, long start) {}

  private HangingTransactions() {}

  /**
   * How many were ended. One hangs if it was open in its partition before its coordinator said that
   * it has none under way, and still is afterwards. A coordinator that is asked first does not know
   * what begins after its answer; one that is asked last may just have ended what was seen.
   *
   * @param topics in the order in which their parts are ended; the ledger last, for workers go on
   *     with it
   */
  static int abort(String bootstrapServers, List<String> topics) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      Set<Open> hanging = open(admin, topics);
      Set<Long> underWay = producersUnderWay(admin);
      hanging.removeIf(transaction -> underWay.contains(transaction.producerId));
      hanging.retainAll(open(admin, topics));
      for (Open transaction : inOrder(hanging, topics)) {
        admin
            .abortTransaction(
                new AbortTransactionSpec(
                    transaction.partition,
                    transaction.producerId,
                    (short) transaction.epoch,
                    transaction.coordinatorEpoch))
            .all()
            .get();
      }
      return hanging.size();
    }
  }

  private static List<Open> inOrder(Set<Open> transactions, List<String> topics) {
    return transactions.stream()
        .sorted(comparingInt(transaction -> topics.indexOf(transaction.partition.topic())))
        .toList();
  }

  private static Set<Long> producersUnderWay(Admin admin) throws Exception {
    return admin.listTransactions().all().get().stream()
        .filter(transaction -> UNDER_WAY.contains(transaction.state()))
        .map(TransactionListing::producerId)
        .collect(Collectors.toSet());
  }

  private static Set<Open> open(Admin admin, List<String> topics) throws Exception {
    List<TopicPartition> partitions =
        admin.describeTopics(topics).allTopicNames().get().values().stream()
            .flatMap(
                topic ->
                    topic.partitions().stream()
                        .map(info -> new TopicPartition(topic.name(), info.partition())))
            .toList();
    Set<Open> open = new HashSet<>();
    for (var described : admin.describeProducers(partitions).all().get().entrySet()) {
      for (var producer : described.getValue().activeProducers()) {
        producer
            .currentTransactionStartOffset()
            .ifPresent(
                start ->
                    open.add(
                        new Open(
                            described.getKey(),
                            producer.producerId(),
                            producer.producerEpoch(),
                            producer.coordinatorEpoch().orElse(0),
                            start)));
      }
    }
    return open;
  }
}
