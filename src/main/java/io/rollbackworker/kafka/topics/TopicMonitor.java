package io.rollbackworker.kafka.topics;

import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.time.Fork;
import io.rollbackworker.time.Periodic;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at topic ids, counts and settings again and again, on a virtual thread of its own, so that
 * a topic which is recreated or changed under running workers closes their lanes. Asked by the poll
 * thread only.
 */
public final class TopicMonitor {
  private static final Logger LOG = LoggerFactory.getLogger(TopicMonitor.class);

  private final Look look;
  private final Periodic looks;
  private final AtomicReference<@Nullable Finding> finding = new AtomicReference<>();

  /** How the topics are looked at. */
  @FunctionalInterface
  public interface Look {
    /**
     * @throws ContractBroken when they are not as they must be
     */
    TopicFacts inspect() throws ContractBroken;
  }

  /**
   * How the topics are now.
   *
   * @param facts null: not as they must be
   */
  public record Finding(@Nullable TopicFacts facts, String reason) {}

  public TopicMonitor(Look look, Duration interval, Time time, Fork fork) {
    this.look = look;
    this.looks = new Periodic("topics", interval, time, fork);
  }

  /** Something went wrong: look at the next opportunity. */
  public void lookSoon() {
    looks.soon();
  }

  /**
   * What the last look found, once; nothing while the cluster cannot be asked: the lanes notice
   * that themselves.
   */
  public Optional<Finding> pollFindings() {
    looks.startIfDue(this::look);
    return Optional.ofNullable(finding.getAndSet(null));
  }

  private void look() {
    try {
      finding.set(
          new Finding(
              look.inspect(),
              "the topics are not those that this lane was opened for: one was recreated or"
                  + " changed"));
    } catch (ContractBroken e) {
      finding.set(new Finding(null, String.valueOf(e.getMessage())));
    } catch (KafkaException e) {
      LOG.warn("the topics could not be looked at: {}", e.getMessage());
    }
  }
}
