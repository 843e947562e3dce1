package io.rollbackworker.bench;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Asks another Java what it has allocated so far; asking costs it some CPU time the first time. */
final class Allocations implements AutoCloseable {
  private final JMXConnector connector;
  private final ThreadMXBean threads;

  private Allocations(JMXConnector connector, ThreadMXBean threads) {
    this.connector = connector;
    this.threads = threads;
  }

  @SuppressWarnings("BanJNDI") // Of a process that this one has started.
  static Allocations of(Children.Child child) throws Exception {
    VirtualMachine machine = VirtualMachine.attach(Long.toString(child.process().pid()));
    String address = machine.startLocalManagementAgent();
    machine.detach();
    JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address));
    return new Allocations(
        connector,
        ManagementFactory.newPlatformMXBeanProxy(
            connector.getMBeanServerConnection(),
            ManagementFactory.THREAD_MXBEAN_NAME,
            ThreadMXBean.class));
  }

  /** Of all its threads, ended ones too. */
  long bytes() {
    return threads.getTotalThreadAllocatedBytes();
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
