package io.rollbackworker.campaign;

import static java.time.temporal.ChronoUnit.SECONDS;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rollbackworker.command.CampaignName;
import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.VolumeId;
import io.rollbackworker.outcome.Json;
import io.rollbackworker.outcome.Outcome;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.outcome.OutcomeText;
import io.rollbackworker.outcome.Result;
import io.rollbackworker.request.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a campaign went.
 *
 * @param counts disks by where they stand
 * @param troubles disks that are not, and will not be, as was asked
 * @param moments every change of a disk's standing, in order
 */
public record CampaignReport(
    String campaign,
    Instant openedAt,
    @Nullable String requestedBy,
    Instant reportedAt,
    int disks,
    Terms terms,
    Order.@Nullable Stopped stopped,
    Map<String, Long> counts,
    List<Trouble> troubles,
    List<Results.Moment> moments) {
  private static final JsonMapper JSON =
      Json.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /**
   * @param code null: nothing is wrong but that it is not over, or nobody knows
   */
  public record Trouble(
      SnapshotId snapshotId,
      @Nullable VolumeId volumeId,
      @Nullable ProjectId projectId,
      CommandId commandId,
      String standing,
      @Nullable String code,
      @Nullable String message,
      @Nullable String remedy) {}

  public static CampaignReport of(
      Campaign campaign, List<Request> plan, Results results, Instant now) {
    Order.Opened opened = campaign.opened().orElseThrow();
    Standings standings = Standings.of(plan, campaign, results);
    List<Trouble> troubles = new ArrayList<>();
    standings
        .of()
        .forEach(
            (id, standing) -> {
              if (standing.isBad() || standing == Standing.LEFT_OUT) {
                troubles.add(trouble(campaign.name(), id, standing, results));
              }
            });
    return new CampaignReport(
        campaign.name().value(),
        opened.at(),
        opened.requestedBy(),
        now,
        opened.disks(),
        opened.terms(),
        campaign.stopped(),
        standings.of().values().stream()
            .collect(Collectors.groupingBy(Standings::word, TreeMap::new, Collectors.counting())),
        troubles,
        results.moments());
  }

  private static Trouble trouble(
      CampaignName name, SnapshotId id, Standing standing, Results results) {
    Optional<Outcome> told =
        standing == Standing.LEFT_OUT
            ? results.check(id)
            : results.answer(id).map(Results.Answer::outcome);
    Optional<OutcomeError> error = told.map(outcome -> outcome.result().errorOrNull());
    return new Trouble(
        id,
        told.map(outcome -> outcome.subject().volumeId()).orElse(null),
        told.map(outcome -> outcome.subject().projectId()).orElse(null),
        name.commandId(id),
        Standings.word(standing),
        error.map(e -> e.code().name()).orElse(null),
        error.map(OutcomeError::message).orElse(told.map(CampaignReport::why).orElse(null)),
        error.map(OutcomeError::remedy).orElse(null));
  }

  /** Of one that names no error. */
  private static String why(Outcome told) {
    return told.result() instanceof Result.Checked checked
        ? "the sweep says: " + Json.name(checked.would())
        : OutcomeText.of(told);
  }

  public String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values can always be written", e);
    }
  }

  /** For a terminal. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Campaign %s of %,d disks, begun %s by %s"
            .formatted(campaign, disks, openedAt.truncatedTo(SECONDS), requestedBy));
    counts.forEach((standing, count) -> lines.add("%,8d  %s".formatted(count, standing)));
    if (stopped != null) {
      lines.add(
          "Stopped at %s by %s: %s"
              .formatted(stopped.at(), stopped.requestedBy(), stopped.reason()));
    }
    for (Trouble trouble : troubles) {
      lines.add(
          "%s  %s  %s"
              .formatted(
                  trouble.snapshotId(),
                  trouble.standing(),
                  trouble.code() == null
                      ? String.valueOf(trouble.message())
                      : trouble.code() + ": " + trouble.message() + " " + trouble.remedy()));
    }
    return lines;
  }
}
