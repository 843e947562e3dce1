package org.apache.kafka.common.utils;

import java.io.Closeable;
import java.util.Iterator;

/** Parallel Consumer 0.5.3.3 needs it, and clients from 4.4 on have it under another name. */
public interface CloseableIterator<T> extends Iterator<T>, Closeable {
  @Override
  void close();
}
