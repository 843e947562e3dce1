package io.rollbackworker.config;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** One worker's own settings, which may differ from worker to worker. */
public final class WorkerKeys {
  static final Forms KEYS = new Forms();
  private static final int MAX_PORT = 65_535;

  public static final Key<String> NAME =
      KEYS.text(
          "worker.name",
          "",
          "Stands in outcomes, logs and the list of the group's members; empty: the host's name and"
              + " the process id.",
          "worker-1");
  public static final Key<Duration> SHUTDOWN_GRACE =
      KEYS.duration(
          "worker.shutdown-grace",
          "25s",
          "1s",
          "10m",
          "After SIGTERM a worker ends within this time; what it cannot finish by then, the next"
              + " owner reconciles. Stay below the orchestrator's own grace.");
  public static final Key<Integer> OPEN_COMMANDS =
      KEYS.count(
          "worker.open-commands",
          "1000",
          8,
          100_000,
          "So many commands of a partition are worked on or wait in memory at once; projects and"
              + " their dry runs share them, and those that wait take at most half.");
  public static final Key<Integer> PARKED_COMMANDS =
      KEYS.count(
          "worker.parked-commands",
          "20000",
          8,
          60_000,
          "So many more are parked: remembered by their offset, some 150 bytes each (350 once they"
              + " were looked at), and read again when they have room. Beyond them the partition is"
              + " not read further.");
  public static final Key<Integer> HEAP_PERCENT =
      KEYS.count(
          "worker.heap-percent",
          "50",
          10,
          80,
          "So much of the heap (-Xmx) may hold what a worker's partitions remember and work on."
              + " Near it, what made no request is forgotten early; at it, nothing new is read"
              + " until something expires.");
  public static final Key<String> HTTP_ADDRESS =
      KEYS.text(
          "http.address",
          "127.0.0.1",
          "Address that status, health and metrics are served on; 0.0.0.0: all. There is no"
              + " authentication.",
          "0.0.0.0");
  public static final Key<OptionalInt> HTTP_PORT =
      KEYS.key(
          "http.port",
          "8080",
          "off, or a whole number from 0 to 65535",
          "Port that status, health and metrics are served on; 0: any free one.",
          "8080",
          WorkerKeys::port);

  public static final Key<List<String>> HTTP_HOSTS =
      KEYS.texts(
          "http.hosts",
          "",
          "Names that the port is asked for by, beside localhost and addresses; any other Host is"
              + " refused, or a web page elsewhere could read the worker's through somebody's"
              + " browser.",
          "worker-1.example.org");

  private WorkerKeys() {}

  private static OptionalInt port(String text) {
    if (text.equals("off")) {
      return OptionalInt.empty();
    }
    int port = Integer.parseInt(text);
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("out of range");
    }
    return OptionalInt.of(port);
  }
}
