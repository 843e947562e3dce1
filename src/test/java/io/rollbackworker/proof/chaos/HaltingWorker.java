package io.rollbackworker.proof.chaos;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rollbackworker.config.Keys;
import io.rollbackworker.config.Loading;
import io.rollbackworker.crash.CrashPoint;
import io.rollbackworker.worker.Settings;
import io.rollbackworker.worker.Worker;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A worker that stops when it first reaches a crash point, says so on standard output, and goes on
 * when a line comes in. A program of its own, so that it can be killed and frozen there.
 */
public final class HaltingWorker {
  private HaltingWorker() {}

  public static void main(String[] args) throws Exception {
    CrashPoint where = CrashPoint.valueOf(args[0]);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicBoolean reached = new AtomicBoolean();
    Settings settings = Settings.of(Loading.load(null, System.getenv(), Keys.all()));
    Worker worker =
        new Worker(
            settings,
            new SimpleMeterRegistry(),
            point -> {
              if (point == where && reached.compareAndSet(false, true)) {
                System.out.println("reached " + point);
                awaitUninterruptibly(goOn);
              }
            });
    worker.start();
    System.out.println("started");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(worker)));
    System.in.read();
    goOn.countDown();
    worker.join();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        // The point is to stand here.
      }
    }
  }

  private static void close(Worker worker) {
    try {
      worker.close();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
