package io.rollbackworker.kafka.fleet;

import io.rollbackworker.kafka.Cluster;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.telemetry.FleetReport;
import io.rollbackworker.time.Fork;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The whole fleet as the group coordinator knows it: who owns what, and how far each partition is.
 * Thread-safe. The cluster is asked at most every {@value #FRESH_SECONDS} seconds, when somebody
 * looks.
 */
public final class FleetView implements AutoCloseable {
  private static final long FRESH_SECONDS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final KafkaSettings settings;
  private final Cluster cluster;
  private final Time time;
  private final Fork fork;

  /** Written by who refreshes it, one at a time. */
  private volatile FleetReport last =
      new FleetReport(List.of(), List.of(), "the cluster has not answered yet");

  private CompletableFuture<Void> refresh = CompletableFuture.completedFuture(null);
  private long askedAtNanos;

  public FleetView(KafkaSettings settings, Time time, Fork fork) {
    this.settings = settings;
    this.cluster = new Cluster(settings);
    this.time = time;
    this.fork = fork;
    this.askedAtNanos = time.nanos() - Duration.ofSeconds(FRESH_SECONDS).toNanos();
  }

  /** What is known; waits a moment for news, and no longer: the cluster may not answer. */
  public FleetReport look() {
    try {
      time.await(refreshing(), PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return last; // What is new comes later, or says why it does not.
  }

  private synchronized CompletableFuture<Void> refreshing() {
    boolean due = time.nanos() - askedAtNanos >= Duration.ofSeconds(FRESH_SECONDS).toNanos();
    if (due && refresh.isDone()) {
      askedAtNanos = time.nanos();
      CompletableFuture<Void> asked = new CompletableFuture<>();
      refresh = asked;
      fork.start("fleet-view", () -> ask(asked));
    }
    return refresh;
  }

  private void ask(CompletableFuture<Void> asked) {
    try {
      last = new FleetReport(members(), partitions(), null);
    } catch (RuntimeException e) { // Whatever the client says: the page shows it.
      last = new FleetReport(last.members(), last.partitions(), String.valueOf(e.getMessage()));
    } finally {
      asked.complete(null);
    }
  }

  private List<FleetReport.Member> members() {
    ConsumerGroupDescription group =
        Objects.requireNonNull(
            Cluster.get(cluster.admin().describeConsumerGroups(List.of(settings.group())).all())
                .get(settings.group()));
    List<FleetReport.Member> members = new ArrayList<>();
    for (MemberDescription member : group.members()) {
      List<Integer> owned =
          member.assignment().topicPartitions().stream()
              .map(TopicPartition::partition)
              .sorted()
              .toList();
      members.add(new FleetReport.Member(member.clientId(), member.host(), owned));
    }
    members.sort((a, b) -> a.name().compareTo(b.name()));
    return members;
  }

  private List<FleetReport.Partition> partitions() {
    String topic = settings.commandsTopic();
    int count = cluster.describe(topic).partitions().size();
    Map<TopicPartition, OffsetSpec> all =
        IntStream.range(0, count)
            .mapToObj(p -> new TopicPartition(topic, p))
            .collect(Collectors.toMap(Function.identity(), p -> OffsetSpec.latest()));
    var ends = Cluster.get(cluster.admin().listOffsets(all).all());
    Map<TopicPartition, OffsetAndMetadata> settled =
        new HashMap<>(cluster.committed(settings.group()));
    return IntStream.range(0, count)
        .mapToObj(p -> share(new TopicPartition(topic, p), settled, ends))
        .toList();
  }

  private static FleetReport.Partition share(
      TopicPartition partition,
      Map<TopicPartition, OffsetAndMetadata> settled,
      Map<TopicPartition, ListOffsetsResultInfo> ends) {
    OffsetAndMetadata committed = settled.get(partition);
    return new FleetReport.Partition(
        partition.partition(),
        committed == null ? -1 : committed.offset(),
        Objects.requireNonNull(ends.get(partition)).offset());
  }

  @Override
  public void close() {
    cluster.close();
  }
}
