package io.rollbackworker.time;

import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.util.List;
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
        LOG.info("{} were read again", what);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("{} cannot be read again; those of before count: {}", what, e.getMessage());
    }
    return made;
  }
}
