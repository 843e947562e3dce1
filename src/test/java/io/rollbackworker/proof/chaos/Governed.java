package io.rollbackworker.proof.chaos;

import io.rollbackworker.audit.CloudRequest;
import io.rollbackworker.audit.History;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/**
 * What became of the disks for which the policy wants an approval.
 *
 * @param effects of the approved ones: how many each had
 * @param forbidden requests for those of which nobody has approved
 * @param codes with which the forged commands were rejected
 */
record Governed(Map<String, Long> effects, List<CloudRequest> forbidden, Map<String, Long> codes) {

  static Governed of(Disks disks, History history, Collection<CloudRequest> requests) {
    Map<String, Long> effects =
        requests.stream()
            .filter(request -> request.fate() == CloudRequest.Fate.TAKEN)
            .map(request -> request.snapshotId())
            .filter(disks.mass()::contains)
            .collect(counted());
    List<CloudRequest> forbidden =
        requests.stream()
            .filter(request -> disks.forbidden().contains(request.snapshotId()))
            .toList();
    Map<String, Long> codes =
        history.outcomes().stream()
            .filter(outcome -> isAboutOne(disks.forbidden(), outcome))
            .map(Governed::answer)
            .collect(counted());
    return new Governed(effects, forbidden, codes);
  }

  private static boolean isAboutOne(List<String> snapshots, Outcome outcome) {
    return outcome.subject().snapshotId() != null
        && snapshots.contains(outcome.subject().snapshotId().value());
  }

  private static String answer(Outcome outcome) {
    OutcomeError error = outcome.result().errorOrNull();
    return error == null ? outcome.result().type() : error.code().toString();
  }

  private static <T> Collector<T, ?, Map<T, Long>> counted() {
    return Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting());
  }

  /** The report's part. */
  List<String> lines(Map<String, Integer> runners, Map<String, Integer> forged) {
    List<String> lines = new ArrayList<>(List.of("", "## With a policy", ""));
    lines.add(
        "The campaign, of which another has approved: %d disks rolled back, %d of them once. Its runners: %s."
            .formatted(
                effects.size(), effects.values().stream().filter(n -> n == 1).count(), runners));
    lines.add("");
    lines.add(
        "Disks of which nobody has approved: **%d** requests. Forged for them: %s; answered: %s."
            .formatted(forbidden.size(), forged, codes));
    return lines;
  }
}
