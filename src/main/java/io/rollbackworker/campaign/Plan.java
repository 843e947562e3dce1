package io.rollbackworker.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollbackworker.command.CampaignName;
import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.command.StrictJson;
import io.rollbackworker.request.Mistakes;
import io.rollbackworker.request.Request;
import io.rollbackworker.request.Requests;
import io.rollbackworker.request.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The commands of a campaign: what is listed, and what follows from the campaign. */
public final class Plan {
  private static final ObjectMapper JSON = StrictJson.mapper();

  /** At most three bytes each, twice quoted: below the megabyte that a topic takes. */
  private static final int PART_CHARS = 100_000;

  private static final Map<String, String> OURS =
      Map.of(
          "command_id", "it follows from campaign and snapshot",
          "expires_at", "it follows from --expires-in",
          "dry_run", "the sweep is one",
          "kind", "a campaign rolls back");

  private Plan() {}

  /**
   * All checked as one.
   *
   * @param defaults for what a row leaves open
   * @throws Mistakes naming each row that is wrong
   */
  public static List<Request> check(
      List<Row> rows, ObjectNode defaults, CampaignName name, Requests requests) throws Mistakes {
    List<String> mistakes = new ArrayList<>();
    for (Row row : rows) {
      OURS.forEach(
          (field, why) -> {
            if (row.fields().has(field)) {
              mistakes.add("%s: leave %s out; %s".formatted(row.place(), field, why));
            }
          });
      JsonNode label = row.fields().path("labels").path(CampaignName.LABEL);
      if (!label.isMissingNode() && !label.asText().equals(name.value())) {
        mistakes.add(
            "%s: the label campaign is \"%s\", expected %s, or leave it out"
                .formatted(row.place(), label.asText(), name));
      }
    }
    if (!mistakes.isEmpty()) {
      throw new Mistakes(mistakes);
    }
    ObjectNode all = defaults.deepCopy();
    all.withObjectProperty("labels").put(CampaignName.LABEL, name.value());
    return requests.check(rows, all);
  }

  /**
   * As it was written on the topic.
   *
   * @throws IllegalArgumentException when it is not whole, or somebody has written it differently
   */
  public static List<Request> read(Campaign campaign, CommandDecoder decoder) {
    List<Row> rows = new ArrayList<>();
    List<String> commands = campaign.commands();
    int disks = campaign.opened().map(Order.Opened::disks).orElse(0);
    if (commands.size() != disks) {
      throw new IllegalArgumentException(
          "the plan of campaign %s has %,d disks on its topic, it was opened with %,d"
              .formatted(campaign.name(), commands.size(), disks));
    }
    for (int i = 0; i < commands.size(); i++) {
      rows.add(
          new Row("campaign %s disk %d".formatted(campaign.name(), i + 1), tree(commands.get(i))));
    }
    try {
      // Of any projects: it was checked where it began, with the configuration there.
      Requests any = new Requests(decoder, Set.of());
      return check(rows, JSON.createObjectNode(), campaign.name(), any);
    } catch (Mistakes e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  public static List<Order.Part> parts(List<Request> plan) {
    List<Order.Part> parts = new ArrayList<>();
    List<String> some = new ArrayList<>();
    int chars = 0;
    for (Request request : plan) {
      if (chars + request.json().length() > PART_CHARS && !some.isEmpty()) {
        parts.add(new Order.Part(parts.size(), some));
        some.clear();
        chars = 0;
      }
      some.add(request.json());
      chars += request.json().length();
    }
    parts.add(new Order.Part(parts.size(), some));
    return parts;
  }

  /** A disk's command, as it is sent. */
  public static String command(Request request, CampaignName name, Instant expiresAt) {
    return tree(request.json())
        .put("command_id", name.commandId(request.id()).value())
        .put("expires_at", expiresAt.toString())
        .toString();
  }

  /** The question whether a disk may be rolled back. */
  public static String check(Request request, CampaignName name, int sweep, Instant expiresAt) {
    return tree(request.json())
        .put("command_id", name.checkId(sweep, request.id()).value())
        .put("expires_at", expiresAt.toString())
        .put("dry_run", true)
        .toString();
  }

  private static ObjectNode tree(String json) {
    try {
      if (JSON.readTree(json) instanceof ObjectNode tree) {
        return tree;
      }
      throw new IllegalArgumentException("a command is a JSON object, but is " + json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(StrictJson.problem(e), e);
    }
  }
}
