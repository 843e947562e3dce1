package io.rollbackworker.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.command.ProjectId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What people list, read and checked as a whole. */
class RequestsTest {
  private static final String ONE = "2bb856e1-b3d8-4432-a858-09e4ce939389";
  private static final String TWO = "5aa119a8-d25b-45a7-8d1b-88e127885635";
  private static final String PROJECT = "0c2eba2c5af04d3f9e9d0d410b371fde";
  private static final ObjectMapper JSON = new ObjectMapper();

  private static List<Request> check(String text) throws Mistakes {
    return check(text, JSON.createObjectNode(), Set.of());
  }

  private static List<Request> check(String text, ObjectNode defaults, Set<ProjectId> projects)
      throws Mistakes {
    return new Requests(new CommandDecoder(65_536), projects)
        .check(CommandFile.read("plan", text), defaults);
  }

  @Test
  void shouldReadBareIdsWithComments() throws Exception {
    assertThat(check("# tonight\n\n" + ONE + "\r\n  " + TWO + " # the second\n"))
        .extracting(Request::place, request -> request.id().value())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("plan line 3", ONE),
            org.assertj.core.groups.Tuple.tuple("plan line 4", TWO));
  }

  @Test
  void shouldReadJsonLines() throws Exception {
    List<Request> read =
        check(
            "{\"snapshot_id\":\""
                + ONE
                + "\",\"reason\":\"a # b\"}\n\n{\"snapshot_id\":\""
                + TWO
                + "\"}\n");

    assertThat(read).extracting(Request::place).containsExactly("plan line 1", "plan line 3");
    assertThat(read.getFirst().command().audit().reason()).isEqualTo("a # b");
  }

  @Test
  void shouldReadCsvAsSpreadsheetsWriteIt() throws Exception {
    for (String separator : List.of(",", ";", "\t")) {
      String text =
          ("\ufeffsnapshot_id,rollback.volume_id,rollback.name,labels.team,dry_run,reason\r\n"
                  + ONE
                  + ","
                  + TWO
                  + ",disk 1,db,true,\"two\r\nlines\"\r\n\r\n"
                  + TWO
                  + ",,,,,\r\n")
              .replace(",", separator);

      List<Request> read = check(text);

      assertThat(read).extracting(Request::place).containsExactly("plan line 2", "plan line 5");
      var first = read.getFirst().command();
      assertThat(first.target().volumeId().value()).isEqualTo(TWO);
      assertThat(first.target().name()).isEqualTo("disk 1");
      assertThat(first.audit().labels()).isEqualTo(Map.of("team", "db"));
      assertThat(first.audit().reason()).isEqualTo("two\r\nlines");
      assertThat(first.dryRun()).isTrue();
      assertThat(read.getLast().command().dryRun()).isFalse();
      assertThat(read.getLast().json()).isEqualTo("{\"snapshot_id\":\"" + TWO + "\"}");
    }
  }

  @Test
  void shouldNameEveryBadLineWithValueAndExample() {
    String text =
        String.join(
            "\n",
            "snapshot_id,project_id,dry_run,expires_at",
            "no-uuid,,,",
            ONE + ",,maybe,",
            TWO + ",,,tomorrow",
            ONE + "," + PROJECT + ",,",
            ONE + ",,,",
            TWO + "," + "f".repeat(32) + ",,",
            TWO + ",,,,,one,more",
            TWO + ",,true");

    assertThatThrownBy(() -> check(text))
        .isInstanceOf(Mistakes.class)
        .hasMessageContaining("plan line 8: has 7 cells under a header of 4")
        .hasMessageContaining("plan line 9: has 3 cells under a header of 4");
    assertThatThrownBy(
            () ->
                check(
                    text.substring(0, text.indexOf(TWO + ",,,,") - 1),
                    JSON.createObjectNode(),
                    Set.of(new ProjectId(PROJECT))))
        .isInstanceOf(Mistakes.class)
        .hasMessageContaining("plan line 2: /snapshot_id: must be a UUID such as")
        .hasMessageContaining("no-uuid")
        .hasMessageContaining("plan line 3: /dry_run")
        .hasMessageContaining("maybe")
        .hasMessageContaining("plan line 4: ")
        .hasMessageContaining("tomorrow")
        .hasMessageContaining("plan line 6: " + ONE + " is listed already (plan line 5)")
        .hasMessageContaining("plan line 7: project " + "f".repeat(32) + " is none of the workers'")
        .hasMessageContaining("such as " + PROJECT)
        .hasMessageEndingWith("Nothing was sent.");
  }

  @Test
  void shouldNameWhatIsWrongWithAHeaderOnce() {
    assertThatThrownBy(() -> check("snapshot_id,volume,reason,reason\n" + ONE + ",,,\n"))
        .isInstanceOf(Mistakes.class)
        .hasMessageContaining("plan line 1: column \"volume\" is no field of a command; expected")
        .hasMessageContaining("column \"reason\" is there twice");
    assertThatThrownBy(() -> check("reason,project_id\nx,y\n"))
        .hasMessageContaining("plan line 1: the header has no column snapshot_id");
  }

  @Test
  void shouldNameBrokenLinesOfJsonAndCsv() {
    assertThatThrownBy(() -> check("{\"snapshot_id\":\"" + ONE + "\"}\n{\"snapshot_id\":}\n[1]\n"))
        .hasMessageContaining("plan line 2: ")
        .hasMessageContaining("plan line 3: expected an object such as {\"snapshot_id\":");
    assertThatThrownBy(() -> check("snapshot_id,reason\n" + ONE + ",\"open\n"))
        .isInstanceOf(Mistakes.class)
        .hasMessageContaining("is not CSV");
  }

  @Test
  void shouldNotRollOneVolumeBackToTwoSnapshots() {
    assertThatThrownBy(
            () ->
                check(
                    "snapshot_id,rollback.volume_id\n%s,%s\n%s,%s\n".formatted(ONE, ONE, TWO, ONE)))
        .hasMessageContaining(
            "plan line 3: volume " + ONE + " is listed already (plan line 2), with another");
  }

  @Test
  void shouldTellAtMostTwentyMistakes() {
    assertThatThrownBy(() -> check("bad\n".repeat(25)))
        .hasMessageContaining("plan line 20: ")
        .hasMessageContaining("and 5 more mistakes");
  }

  @Test
  void shouldLetALineGoOverWhatIsSaidForAll() throws Exception {
    ObjectNode defaults =
        JSON.createObjectNode().put("reason", "incident").put("project_id", PROJECT);
    defaults.putObject("labels").put("team", "db").put("priority", "urgent");

    var read =
        check(
            "snapshot_id,reason,labels.team\n" + ONE + ",mine,web\n" + TWO + ",,\n",
            defaults,
            Set.of());

    var first = read.getFirst().command().audit();
    assertThat(first.reason()).isEqualTo("mine");
    assertThat(first.labels()).isEqualTo(Map.of("team", "web", "priority", "urgent"));
    var second = read.getLast().command();
    assertThat(second.audit().reason()).isEqualTo("incident");
    assertThat(second.audit().labels()).isEqualTo(Map.of("team", "db", "priority", "urgent"));
    assertThat(second.projectId().value()).isEqualTo(PROJECT);
  }
}
