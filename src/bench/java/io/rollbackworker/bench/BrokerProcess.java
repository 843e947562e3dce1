package io.rollbackworker.bench;

import io.rollbackworker.dev.embedded.EmbeddedBroker;
import java.util.Map;

/** The broker of the benchmark, in a process of its own. */
final class BrokerProcess {
  private BrokerProcess() {}

  public static void main(String[] args) throws InterruptedException {
    EmbeddedBroker broker = EmbeddedBroker.start(0, Map.of("group.min.session.timeout.ms", "1000"));
    Children.ready(broker.bootstrapServers());
    Thread.currentThread().join();
  }
}
