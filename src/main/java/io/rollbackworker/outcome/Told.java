package io.rollbackworker.outcome;

import io.rollbackworker.evidence.Evidence;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was told last about a command.
 *
 * @param revision 1 for the first outcome of a command
 * @param time by the telling worker's clock
 * @param evidence who vouches for the result, where it rests on evidence
 */
public record Told<R extends Result>(
    int revision, Instant time, String worker, @Nullable Witness evidence, R result) {
  private static final String PROOF = "proof";

  /** What the result rests on: {@code proof}, or whose word it is. */
  public String restsOn() {
    return evidence == null ? PROOF : Json.name(evidence.by());
  }

  /** All that {@link #restsOn} may be. */
  public static List<String> grounds() {
    return Stream.concat(Stream.of(PROOF), Arrays.stream(Evidence.By.values()).map(Json::name))
        .toList();
  }
}
