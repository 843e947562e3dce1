package io.rollbackworker.testing;

import io.rollbackworker.dev.embedded.EmbeddedBroker;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.metadata.MetadataCache;

/**
 * Makes the transaction coordinator of an embedded broker not know the leader of a partition, as
 * after a restart or while no replica leads: then it skips the partition's marker, and says that
 * the transaction is complete. Thread-safe.
 */
public final class MarkerFaults {
  private final Map<String, AtomicInteger> skips = new ConcurrentHashMap<>();
  private final AtomicInteger skipsOfAny = new AtomicInteger();
  private final Map<String, Duration> delays = new ConcurrentHashMap<>();

  private MarkerFaults() {}

  public static MarkerFaults of(EmbeddedBroker broker) throws Exception {
    return ofServer(get(broker, "server"));
  }

  /**
   * @param server a {@code KafkaRaftServer} with a broker in it
   */
  public static MarkerFaults ofServer(Object server) throws Exception {
    MarkerFaults faults = new MarkerFaults();
    Object found = get(server, "broker");
    Object running = found.getClass().getMethod("get").invoke(found);
    Object coordinator = running.getClass().getMethod("transactionCoordinator").invoke(running);
    Object markers = get(coordinator, "txnMarkerChannelManager");
    Field field = field(markers, "metadataCache");
    MetadataCache real = (MetadataCache) field.get(markers);
    Object doubtful =
        Proxy.newProxyInstance(
            MarkerFaults.class.getClassLoader(),
            new Class<?>[] {MetadataCache.class},
            (proxy, method, args) -> {
              if (method.getName().equals("getPartitionLeaderEndpoint")
                  && faults.isSkipped(args[0] + "-" + args[1])) {
                return Optional.empty();
              }
              try {
                return method.invoke(real, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
    field.set(markers, doubtful);
    return faults;
  }

  /** The next markers of the partition, which is written as {@code topic-0}, are skipped. */
  public void skip(String partition, int markers) {
    skips.put(partition, new AtomicInteger(markers));
  }

  /** The next markers, of whatever partition, are skipped. */
  public void skipAny(int markers) {
    skipsOfAny.set(markers);
  }

  /** The next marker of the partition is written so much later. */
  public void delay(String partition, Duration by) {
    delays.put(partition, by);
  }

  /** How many are still to be skipped there. */
  public int left(String partition) {
    AtomicInteger left = skips.get(partition);
    return left == null ? 0 : left.get();
  }

  private boolean isSkipped(String partition) throws InterruptedException {
    Duration delay = delays.remove(partition);
    if (delay != null) {
      var _ = new CountDownLatch(1).await(delay.toMillis(), TimeUnit.MILLISECONDS);
    }
    AtomicInteger left = skips.getOrDefault(partition, skipsOfAny);
    return left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
  }

  private static Object get(Object from, String name) throws Exception {
    return field(from, name).get(from);
  }

  private static Field field(Object from, String name) throws Exception {
    Field field = from.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }
}
