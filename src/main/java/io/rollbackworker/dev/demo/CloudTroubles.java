package io.rollbackworker.dev.demo;

import static io.rollbackworker.outcome.ErrorCode.CLOUD_FORBIDDEN;
import static io.rollbackworker.outcome.ErrorCode.CLOUD_REFUSED;
import static io.rollbackworker.outcome.ErrorCode.CLOUD_THROTTLED;
import static io.rollbackworker.outcome.ErrorCode.CLOUD_UNAUTHENTICATED;
import static io.rollbackworker.outcome.ErrorCode.CLOUD_UNAVAILABLE;
import static io.rollbackworker.outcome.ErrorCode.ROLLBACKS_FROZEN;

import io.rollbackworker.dev.demo.Scenario.Expected;
import io.rollbackworker.dev.simulator.Fault;
import io.rollbackworker.dev.simulator.FaultPoint;
import io.rollbackworker.dev.simulator.SeedWorld;
import io.rollbackworker.dev.simulator.Simulator;
import org.jspecify.annotations.Nullable;

/** What can go wrong between the worker and the cloud. */
final class CloudTroubles extends Script {
  static final String DOUBT = "not taken, but who can know: the connection breaks";

  CloudTroubles(Simulator cloud) {
    super("cloud", cloud);

    say(
        "volume locked (EVS.2068)",
        failing(FaultPoint.ERROR_BEFORE_EFFECT, 400, "EVS.2068", ""),
        rejected(CLOUD_REFUSED));
    say(
        "credentials refused by the gateway",
        failing(FaultPoint.ERROR_BEFORE_EFFECT, 401, "APIGW.0301", ""),
        rejected(CLOUD_UNAUTHENTICATED));
    say(
        "permission missing (EVS.2056)",
        failing(FaultPoint.ERROR_BEFORE_EFFECT, 403, "EVS.2056", ""),
        rejected(CLOUD_FORBIDDEN));
    say(
        "throttled once, then taken",
        failing(FaultPoint.ERROR_BEFORE_EFFECT, 429, "APIGW.0308", ""),
        done());
    String throttled = fresh();
    faults.add(
        Fault.onRollback(FaultPoint.ERROR_BEFORE_EFFECT, SeedWorld.snapshotId(throttled))
            .answering(429, "APIGW.0308", "policy user over ratelimit,limit:2,time:2 second")
            .times(1_000));
    say("throttled until the deadline", command(throttled, expires(4)), rejected(CLOUD_THROTTLED));
    say(
        "frozen by an operator until the deadline",
        command(frozen(), "\"project_id\":\"" + Stack.FROZEN + "\"," + expires(4)),
        rejected(ROLLBACKS_FROZEN));
    String down = fresh();
    faults.add(
        new Fault(
            Fault.Operation.SHOW_SNAPSHOT,
            FaultPoint.ERROR_BEFORE_EFFECT,
            SeedWorld.snapshotId(down),
            1_000,
            503,
            null,
            null,
            0));
    say("cloud down until the deadline", command(down, expires(4)), rejected(CLOUD_UNAVAILABLE));
    say(
        "taken, then the connection breaks",
        failing(FaultPoint.CLOSE_AFTER_EFFECT, 0, null, ""),
        observed());
    say(
        "taken, and no answer ever comes",
        failing(FaultPoint.SILENCE_AFTER_EFFECT, 0, null, ""),
        observed());
    say(
        "taken, and the gateway says 502",
        failing(FaultPoint.ERROR_AFTER_EFFECT, 502, "APIGW.0202", ""),
        observed());
    say(
        "taken, and the answer's body is cut off",
        failing(FaultPoint.CLOSE_MID_BODY, 0, null, ""),
        done());
    say(
        DOUBT,
        failing(FaultPoint.CLOSE_BEFORE_EFFECT, 0, null, "\"command_id\":\"doubt-1\""),
        new Expected("in_doubt", "UNKNOWN_EFFECT", false),
        new Expected("rejected", "CLOUD_REFUSED", false));
  }

  private String frozen() {
    String project = Stack.FROZEN.value();
    String volume = SeedWorld.volumeId("frozen");
    world.put(SeedWorld.volume(volume, project, "available", world.now()));
    world.put(
        SeedWorld.snapshot(
            SeedWorld.snapshotId("frozen"), volume, project, "available", world.now()));
    return "frozen";
  }

  private Scenario.Message failing(
      FaultPoint point, int status, @Nullable String code, String fields) {
    String name = fresh();
    faults.add(Fault.onRollback(point, SeedWorld.snapshotId(name)).answering(status, code, null));
    return command(name, fields);
  }
}
