package io.rollbackworker.worker;

import io.rollbackworker.config.PolicySource;
import io.rollbackworker.policy.Policies;
import io.rollbackworker.policy.Policy;
import io.rollbackworker.time.Renewed;
import io.rollbackworker.time.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The policy as its file says, looked at now and then. Thread-safe. */
final class RenewedPolicy implements Policies {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  private final Renewed<Policy> policy;
  private final Time time;

  // Written together by whoever looks again; a stale reading is as good as an earlier one.
  private volatile Policy current;
  private volatile long lookedAtNanos;

  RenewedPolicy(PolicySource source, Time time) {
    try {
      this.policy = new Renewed<>("who may have what rolled back", new File(source));
    } catch (IOException e) { // It was there when the configuration was checked.
      throw new UncheckedIOException(e);
    }
    this.time = time;
    this.current = policy.now();
    this.lookedAtNanos = time.nanos();
  }

  private record File(PolicySource source) implements Renewed.Source<Policy> {
    @Override
    public List<FileTime> changes() throws IOException {
      return source.changes();
    }

    @Override
    public Policy make() throws IOException {
      return source.read();
    }
  }

  @Override
  public Policy now() {
    long nanos = time.nanos();
    if (nanos - lookedAtNanos > LOOK_AGAIN.toNanos()) {
      lookedAtNanos = nanos;
      current = policy.now();
    }
    return current;
  }

  /** Why the file's newest text is not in force; empty: it is. */
  Optional<String> problem() {
    return policy.problem();
  }
}
