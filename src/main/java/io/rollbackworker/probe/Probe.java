package io.rollbackworker.probe;

import io.rollbackworker.cloud.RawCalls;
import io.rollbackworker.cloud.RawCalls.Answer;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.VolumeId;
import io.rollbackworker.disk.DiskApi;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.inference.Stamps;
import io.rollbackworker.precondition.Observation;
import io.rollbackworker.precondition.SnapshotState;
import io.rollbackworker.precondition.VolumeState;
import io.rollbackworker.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Does to one snapshot and its volume what may be done to them, and looks. Not thread-safe.
 *
 * <p>The volume is rolled back, so what was written to it since the snapshot is lost.
 */
public final class Probe {
  private static final Duration SHORTLY = Duration.ofMillis(100);

  /** Longer than the grain of any clock that was seen. */
  private static final Duration REST = Duration.ofSeconds(3);

  private static final Duration LONGEST_ROLLBACK = Duration.ofHours(1);

  private static final Duration LOOK = Duration.ofSeconds(30);

  private final DiskApi cloud;
  private final RawCalls calls;
  private final ProjectId project;
  private final SnapshotId snapshot;
  private final Time time;
  private final Consumer<Finding> heard;

  /**
   * @param heard told each finding when it is made
   */
  public Probe(
      DiskApi cloud,
      RawCalls calls,
      ProjectId project,
      SnapshotId snapshot,
      Time time,
      Consumer<Finding> heard) {
    this.cloud = cloud;
    this.calls = calls;
    this.project = project;
    this.snapshot = snapshot;
    this.time = time;
    this.heard = heard;
  }

  /** What it will do, for who must say yes. */
  public List<String> plan() {
    return List.of(
        "look at snapshot " + snapshot + " and its volume, and again after a rest",
        "give volume and snapshot other names, and their old ones again",
        "ask for a rollback of a snapshot that does not exist",
        "ask for the rollback under a wrong name of the volume",
        "ROLL THE VOLUME BACK: all that was written to it since the snapshot is LOST",
        "ask for it twice more while it runs, once with the same X-Client-Token");
  }

  /**
   * @return the settings that follow
   * @throws Stopped when snapshot or volume cannot be used
   */
  public List<String> run() throws Stopped, InterruptedException {
    Observation.Both first = look();
    if (!isAtRest(first)) {
      throw new Stopped(
          "snapshot and volume must be available, but are %s and %s"
              .formatted(first.snapshot().status(), first.volume().status()));
    }
    boolean rests = staysAtRest(first);
    rename(first);
    find("how is an error shaped", words(calls.rollback(unknown(), volumeOf(first), Map.of())));
    return rollBack(first, rests);
  }

  /** Whether nothing moves by itself. */
  private boolean staysAtRest(Observation.Both first) throws Stopped, InterruptedException {
    time.pause(REST);
    Observation.Both later = look();
    boolean rests = Stamps.of(later).equals(Stamps.of(first));
    find("does updated_at move by itself", rests ? "no" : moved(first, later));
    return rests;
  }

  private void rename(Observation.Both first) throws Stopped, InterruptedException {
    VolumeId volume = volumeOf(first);
    String volumeName = Objects.requireNonNullElse(first.volume().name(), "");
    try {
      Answer renamed = calls.renameVolume(volume, volumeName + "-probe");
      find("does a volume's new name move updated_at", moved(renamed, first));
    } finally {
      complainUnlessDone("the volume", calls.renameVolume(volume, volumeName));
    }
    time.pause(REST);
    Observation.Both before = look();
    String name = first.snapshot().name();
    try {
      Answer other = calls.renameSnapshot(snapshot, name + "-probe");
      find("does a snapshot's new name move updated_at", moved(other, before));
    } finally {
      complainUnlessDone("the snapshot", calls.renameSnapshot(snapshot, name));
    }
    time.pause(REST);
  }

  private void complainUnlessDone(String what, Answer answer) {
    if (answer.status() / 100 != 2) {
      find("does " + what + " have its old name again", "no: " + words(answer));
    }
  }

  private List<String> rollBack(Observation.Both first, boolean rests)
      throws Stopped, InterruptedException {
    VolumeId volume = volumeOf(first);
    Observation.Both before = look();
    String token = UUID.randomUUID().toString();
    long start = time.nanos();
    Answer wrongName =
        calls.rollback(
            snapshot,
            volume,
            "{\"rollback\":{\"volume_id\":\"%s\",\"name\":\"not-its-name\"}}".formatted(volume),
            Map.of("X-Client-Token", token));
    find("is rollback.name compared", named(wrongName));
    Answer taken = wrongName;
    if (wrongName.status() != 202) {
      start = time.nanos();
      taken = calls.rollback(snapshot, volume, Map.of("X-Client-Token", token));
    }
    find("what does the rollback get", words(taken));
    if (taken.status() != 202) {
      throw new Stopped("the cloud did not take the rollback");
    }
    find("what does a second rollback get", words(calls.rollback(snapshot, volume, Map.of())));
    find(
        "what does the same X-Client-Token get",
        words(calls.rollback(snapshot, volume, Map.of("X-Client-Token", token))));
    return watch(before, start, rests);
  }

  private static String named(Answer answer) {
    return answer.status() == 202
        ? "no: a wrong one was taken"
        : "perhaps: with a wrong one it got " + words(answer);
  }

  private List<String> watch(Observation.Both before, long start, boolean rests)
      throws Stopped, InterruptedException {
    Duration seenAfter = null;
    Observation.Both now = look();
    while (!isAtRest(now) || (seenAfter == null && Stamps.of(now).equals(Stamps.of(before)))) {
      if (seenAfter == null && now.isRollingBack()) {
        seenAfter = since(start);
      }
      if (since(start).compareTo(LONGEST_ROLLBACK) > 0) {
        throw new Stopped("the rollback does not end");
      }
      time.pause(SHORTLY);
      now = look();
    }
    find("how long does the rollback take", millis(since(start)));
    find(
        "after how long do the statuses show it",
        seenAfter == null ? "it was over before" : "at most " + millis(seenAfter));
    find("does a rollback move updated_at", moved(before, now));
    return Advice.of(Stamps.of(before), Stamps.of(now), seenAfter, rests);
  }

  private String moved(Answer change, Observation.Both before)
      throws Stopped, InterruptedException {
    return change.status() / 100 == 2
        ? moved(before, look())
        : "not known: it got " + words(change);
  }

  private static String moved(Observation.Both before, Observation.Both now) {
    Stamps then = Stamps.of(before);
    Stamps stamps = Stamps.of(now);
    return stamps.equals(then) ? "no" : "yes: " + then + "; then " + stamps;
  }

  private Observation.Both look() throws Stopped, InterruptedException {
    Reading reading = cloud.look(project, snapshot, time.now().plus(LOOK));
    return switch (reading) {
      case Reading.Seen(Observation.Both both) -> both;
      case Reading.Seen(var gone) -> throw new Stopped("snapshot or volume is not there");
      case Reading.Unavailable(var error) -> throw new Stopped(error.message());
      case Reading.Denied(var error) -> throw new Stopped(error.message());
    };
  }

  private static boolean isAtRest(Observation.Both seen) {
    return seen.snapshot().state() == SnapshotState.AVAILABLE
        && seen.volume().state() == VolumeState.AVAILABLE;
  }

  private static VolumeId volumeOf(Observation.Both seen) {
    return seen.volume().id();
  }

  /** That no cloud gives. */
  private static SnapshotId unknown() {
    return new SnapshotId("00000000-0000-4000-8000-000000000000");
  }

  private void find(String question, String answer) {
    heard.accept(new Finding(question, answer));
  }

  private Duration since(long start) {
    return Duration.ofNanos(time.nanos() - start);
  }

  private static String millis(Duration duration) {
    return duration.toMillis() + " ms";
  }

  private static String words(Answer answer) {
    String status = answer.status() == 0 ? "" : "HTTP " + answer.status() + " ";
    return status + answer.body().replaceAll("\\s+", " ").strip();
  }
}
