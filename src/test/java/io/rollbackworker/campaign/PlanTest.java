package io.rollbackworker.campaign;

import static io.rollbackworker.campaign.CampaignByHand.NAME;
import static io.rollbackworker.campaign.CampaignByHand.disk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.rollbackworker.command.CampaignName;
import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.command.Decoded;
import io.rollbackworker.request.CommandFile;
import io.rollbackworker.request.Mistakes;
import io.rollbackworker.request.Request;
import io.rollbackworker.request.Requests;
import io.rollbackworker.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is written on the topic, and what follows from it. */
class PlanTest {
  private static final CommandDecoder DECODER = new CommandDecoder(65_536);
  private static final Requests REQUESTS = new Requests(DECODER, Set.of());
  private static final Terms TERMS =
      new Terms(5, Duration.ofMinutes(1), 500, 100, Duration.ofHours(1), true, false);

  private static List<Request> check(String text) throws Mistakes {
    return Plan.check(
        CommandFile.read("plan", text), JsonNodeFactory.instance.objectNode(), NAME, REQUESTS);
  }

  @Test
  void shouldNameWhatAPlanMustLeaveOpen() {
    assertThatThrownBy(
            () ->
                check(
                    "snapshot_id,command_id,expires_at,labels.campaign\n"
                        + disk(1)
                        + ",mine,2026-11-21T03:00:00Z,\n"
                        + disk(2)
                        + ",,,other\n"))
        .isInstanceOf(Mistakes.class)
        .hasMessageContaining("plan line 2: leave command_id out; it follows from campaign")
        .hasMessageContaining("plan line 2: leave expires_at out; it follows from --expires-in")
        .hasMessageContaining("plan line 3: the label campaign is \"other\", expected ransom-11");
  }

  @Test
  void shouldReadThePlanBackFromItsParts() throws Exception {
    StringBuilder text = new StringBuilder("snapshot_id,labels.team\n");
    for (int i = 0; i < 450; i++) {
      text.append(disk(i)).append(",db\n");
    }
    List<Request> plan = check(text.toString());
    Campaign campaign =
        Campaign.of(NAME)
            .with(new Order.Opened(Samples.NOW, null, 450, 1, Map.of(), TERMS, List.of()));
    for (Order.Part part : Plan.parts(plan)) {
      campaign = campaign.with(OrderCodec.decode(OrderCodec.encode(part)));
    }

    assertThat(Plan.parts(plan)).hasSizeBetween(1, 3);
    assertThat(Plan.read(campaign, DECODER))
        .extracting(Request::json)
        .isEqualTo(plan.stream().map(Request::json).toList());
  }

  @Test
  void shouldNotReadAPlanThatIsNotWholeOrOfOthers() throws Exception {
    Campaign two =
        Campaign.of(NAME)
            .with(new Order.Opened(Samples.NOW, null, 2, 1, Map.of(), TERMS, List.of()));
    String one = "{\"snapshot_id\":\"" + disk(1) + "\"}";

    assertThatThrownBy(() -> Plan.read(two.with(new Order.Part(0, List.of(one))), DECODER))
        .hasMessageContaining("has 1 disks on its topic, it was opened with 2");
    assertThatThrownBy(() -> Plan.read(two.with(new Order.Part(0, List.of(one, one))), DECODER))
        .hasMessageContaining("is listed already");
  }

  /** A record takes a megabyte. */
  @Test
  void shouldCutLongPlansIntoRecordsThatFit() throws Exception {
    StringBuilder text = new StringBuilder("snapshot_id,reason\n");
    for (int i = 0; i < 500; i++) {
      text.append(disk(i)).append(",").append("é".repeat(1_000)).append("\n");
    }

    assertThat(Plan.parts(check(text.toString())))
        .hasSizeGreaterThan(4)
        .allSatisfy(part -> assertThat(OrderCodec.encode(part)).hasSizeLessThan(1_000_000));
  }

  @Test
  void shouldSendWhatWorkersRead() throws Exception {
    Request request = check(disk(1) + "\n").getFirst();

    String command = Plan.command(request, NAME, Samples.NOW);
    String check = Plan.check(request, NAME, 3, Samples.NOW);

    assertThat(new ObjectMapper().readTree(command))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"snapshot_id":"%s","labels":{"campaign":"ransom-11"},
                     "command_id":"ransom-11/%s","expires_at":"2026-11-21T03:00:00Z"}\
                    """
                        .formatted(disk(1), disk(1))));
    for (String json : List.of(command, check)) {
      assertThat(DECODER.decode(json.getBytes(StandardCharsets.UTF_8), Samples.place(1)))
          .isInstanceOf(Decoded.Valid.class);
    }
    assertThat(check).contains("\"dry_run\":true").contains("ransom-11/check/3/" + disk(1));
  }

  @Test
  void shouldReadBackEachOrder() {
    for (Order order :
        List.of(
            new Order.Opened(Samples.NOW, "nina", 2, 1, Map.of(0, 7L, 1, 9L), TERMS, List.of()),
            new Order.Opened(Samples.NOW, null, 2, 1, Map.of(), TERMS.goOn(7), List.of()),
            new Order.Part(0, List.of("{}")),
            new Order.Sweep(3, Samples.NOW, List.of(disk(1))),
            new Order.Wave(0, Samples.NOW, Samples.NOW.plusSeconds(1), List.of(disk(1), disk(2))),
            new Order.Stopped(Samples.NOW, "nina", "why"))) {
      assertThat(OrderCodec.decode(OrderCodec.encode(order))).isEqualTo(order);
    }
  }

  @Test
  void shouldRefuseWhatALaterVersionWrote() {
    for (String text : List.of("{\"form\":2,\"order\":\"part\"}", "{}", "no JSON", "[]")) {
      assertThatThrownBy(() -> OrderCodec.decode(text.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void shouldOrderWavesByTheirNumbers() {
    Campaign campaign = Campaign.of(NAME);
    for (int i = 11; i >= 0; i--) {
      campaign = campaign.with(new Order.Wave(i, Samples.NOW, Samples.NOW, List.of(disk(i))));
    }

    assertThat(campaign.waves()).extracting(Order.Wave::number).isSorted().hasSize(12);
    assertThat(campaign.sent()).hasSize(12);
  }

  @Test
  void shouldRefuseTermsOutOfRange() {
    assertThatThrownBy(() -> TERMS.goOn(-1)).hasMessage("limit must be 0 or more, but is -1");
    assertThatThrownBy(() -> new Terms(1, Duration.ZERO, 0, 1, Duration.ofHours(1), false, false))
        .hasMessageContaining("wave must be 1 to 5000");
    assertThatThrownBy(() -> new CampaignName("Ransom 11"))
        .hasMessageContaining("such as ransom-2026-11");
  }
}
