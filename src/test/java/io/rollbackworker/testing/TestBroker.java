package io.rollbackworker.testing;

import io.rollbackworker.dev.embedded.EmbeddedBroker;
import java.util.Map;

/** One real broker for all tests of a run; each test uses topics of its own. */
public final class TestBroker {
  private static final EmbeddedBroker BROKER = start();

  private TestBroker() {}

  private static EmbeddedBroker start() {
    EmbeddedBroker broker = EmbeddedBroker.start(0, Map.of());
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "stop-broker"));
    return broker;
  }

  public static String bootstrapServers() {
    return BROKER.bootstrapServers();
  }
}
