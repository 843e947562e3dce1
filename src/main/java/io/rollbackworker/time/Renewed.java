package io.rollbackworker.time;

import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something made of files that is made again when they have changed. Files that cannot be used then
 * change nothing, and are tried again each time. Thread-safe.
 */
public final class Renewed<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Renewed.class);

  private final String what;
  private final Source<T> source;

  // Guarded by this.
  private List<FileTime> madeAt;
  private T made;
  private @Nullable String problem;

  /** What it is made of. */
  public interface Source<T> {
    /** When each of the files was changed. */
    List<FileTime> changes() throws IOException;

    T make() throws IOException;
  }

  /**
   * Makes it.
   *
   * @param what for people, in the plural
   * @throws IOException when a file cannot be read
   */
  public Renewed(String what, Source<T> source) throws IOException {
    this.what = what;
    this.source = source;
    this.madeAt = source.changes(); // Before: what changes meanwhile is made again.
    this.made = source.make();
  }

  /** As it is now, or was when its files could be used last. */
  public synchronized T now() {
    try {
      List<FileTime> changed = source.changes();
      if (!changed.equals(madeAt)) {
        made = source.make();
        madeAt = changed;
        LOG.info("{}: read again", what);
      }
      problem = null;
    } catch (IOException | RuntimeException e) {
      problem = e.getMessage() == null ? e.toString() : e.getMessage();
      LOG.warn("{}: cannot be read again, what was read before counts: {}", what, problem);
    }
    return made;
  }

  /** Why its files could not be used when they were looked at last; empty: they could. */
  public synchronized Optional<String> problem() {
    return Optional.ofNullable(problem);
  }
}
