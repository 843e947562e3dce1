import io.rollbackworker.client.Command;
import io.rollbackworker.client.Outcome;
import io.rollbackworker.client.RollbackClient;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Rolls a disk back to a snapshot and waits until that is over. The class path is
 * rollback-worker-client and what it needs.
 *
 * <pre>java -cp "$CLASSPATH" RollBack.java 127.0.0.1:19092 SNAPSHOT_ID</pre>
 *
 * The exit code is that of {@code rollback-worker submit --wait}: 0 done, 4 rejected or failed, 5 in
 * doubt, or ended and nobody knows how (do not send it again), 6 not over in time (it goes on).
 */
class RollBack {
  public static void main(String[] args) throws Exception {
    Command command = Command.rollBackTo(args[1]).because("restore of a test disk");
    String[] last = {""};
    try (RollbackClient client = RollbackClient.connect(Map.of("bootstrap.servers", args[0]))) {
      CompletableFuture<Outcome> over =
          client.publish(
              command,
              outcome -> {
                last[0] = outcome.type();
                System.out.println(outcome.type() + " " + outcome.errorCode().orElse(""));
                return outcome.isOver();
              });
      over.get(15, TimeUnit.MINUTES);
    } catch (TimeoutException e) {
      System.exit(last[0].equals("in_doubt") ? 5 : 6);
    }
    System.exit(
        switch (last[0]) {
          case "completed" -> 0;
          case "ended" -> 5;
          default -> 4;
        });
  }
}
