package io.rollbackworker.testing;

import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/** The program's own loggers. */
public final class Logs {
  private Logs() {}

  /** While another test's thread initializes logging, SLF4J hands out substitutes. */
  public static Logger program() {
    await().until(() -> LoggerFactory.getILoggerFactory() instanceof LoggerContext);
    return ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("io.rollbackworker");
  }
}
