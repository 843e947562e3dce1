package io.rollbackworker.kafka.control;

import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.rollbackworker.evidence.CloudLog;
import io.rollbackworker.kafka.ClientMeters;
import io.rollbackworker.kafka.NotificationSettings;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the cloud's own log: what comes, from a little before it starts; and beside that, on a
 * thread of its own so that nothing waits for it, what came before that, as far back as somebody
 * asks. A worker that cannot read it works, and answers later, not otherwise.
 */
public final class NotificationListener {
  private static final Logger LOG = LoggerFactory.getLogger(NotificationListener.class);

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration AFTER_ERROR = Duration.ofSeconds(5);

  /** Whether it is still there is asked then, and new partitions are found. */
  private static final Duration BETWEEN_ASSIGNMENTS = Duration.ofMinutes(1);

  /** Records have the times of their writers, whose clocks are nobody's business here. */
  private static final Duration MARGIN = Duration.ofMinutes(5);

  private final NotificationSettings settings;
  private final ClientMeters clientMeters;
  private final CloudLog log;
  private final Time time;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final Thread ahead = thread("notifications", () -> goOn(this::ahead));
  private final Thread back = thread("notifications-back", () -> goOn(this::back));
  private volatile boolean reads;

  /** Where it goes on after an error; of the thread that reads ahead alone. */
  private Instant from;

  /** From then on all is read, or will be; of the thread that reads back alone. */
  private Instant known;

  public NotificationListener(
      NotificationSettings settings, ClientMeters clientMeters, CloudLog log, Time time) {
    this.settings = settings;
    this.clientMeters = clientMeters;
    this.log = log;
    this.time = time;
    this.from = time.now().minus(MARGIN);
    this.known = from;
  }

  /**
   * How many partitions can be read, for who is no worker.
   *
   * @throws KafkaException when it cannot be read
   */
  public static int reach(NotificationSettings settings) {
    try (var topic = new NotificationTopic(settings, "notifications-check", notice -> {})) {
      return topic.assignAll();
    }
  }

  /** A client that waits for a cluster that is away must not hold the program's end up. */
  private static Thread thread(String name, Runnable work) {
    return Thread.ofPlatform().daemon().name(name).unstarted(work);
  }

  public void start() {
    ahead.start();
    back.start();
  }

  /** As long as it is not closed, whatever happens. */
  private void goOn(Reading reading) {
    boolean told = false;
    while (!closed.isDone()) {
      try {
        reading.read();
        told = false;
      } catch (KafkaException e) {
        if (!told) { // Once; it is tried again every few seconds.
          LOG.warn(
              "the cloud's log, topic {}, cannot be read: {}", settings.topic(), e.getMessage());
        }
        told = true;
        pause(AFTER_ERROR);
      } catch (Throwable e) { // Also an Error: nobody must take silence for rest.
        LOG.atError().addKeyValue("topic", settings.topic()).setCause(e).log("is not followed");
        return;
      }
    }
  }

  private interface Reading {
    void read();
  }

  private void ahead() {
    try (NotificationTopic topic = open("notifications");
        KafkaClientMetrics _ = clientMeters.of(topic.consumer())) {
      topic.seek(from);
      LOG.atInfo().addKeyValue("topic", settings.topic()).log("the cloud's log is followed");
      reads = true;
      while (!closed.isDone()) {
        Instant asked = time.now();
        follow(topic);
        from = asked.minus(MARGIN);
      }
    } finally {
      reads = false;
    }
  }

  /** For a minute. */
  private void follow(NotificationTopic topic) {
    topic.assignAll();
    long start = time.nanos();
    while (!closed.isDone() && time.nanos() - start < BETWEEN_ASSIGNMENTS.toNanos()) {
      topic.read(POLL);
    }
  }

  private void back() {
    Instant wanted = log.wantedFrom();
    if (!wanted.isBefore(known)) {
      pause(POLL);
      return;
    }
    try (NotificationTopic topic = open("notifications-back")) {
      Instant begin = wanted.minus(MARGIN);
      LOG.atInfo().addKeyValue("from", begin).log("the cloud's log is read further back");
      topic.seek(begin);
      topic.readUntil(known, POLL, closed::isDone);
      known = begin;
    }
  }

  private NotificationTopic open(String client) {
    NotificationTopic topic =
        new NotificationTopic(
            settings,
            client,
            noticed -> {
              clientMeters.worker().noticed(noticed.notice().what());
              log.take(noticed.notice(), noticed.at());
            });
    try {
      topic.assignAll();
      return topic;
    } catch (RuntimeException e) {
      topic.close();
      throw e;
    }
  }

  private void pause(Duration duration) {
    try {
      time.await(closed, duration);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts who reads the cloud's log", e);
    }
  }

  /** Whether what comes is read now. */
  public boolean reads() {
    return reads;
  }

  /** Stops reading. */
  public void close() throws InterruptedException {
    closed.complete(null);
    ahead.join(CLOSE_TIMEOUT);
    back.join(CLOSE_TIMEOUT);
  }
}
