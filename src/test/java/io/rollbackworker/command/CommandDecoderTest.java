package io.rollbackworker.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.Decoded.Cause;
import io.rollbackworker.command.Decoded.Malformed;
import io.rollbackworker.command.Decoded.Valid;
import io.rollbackworker.testing.Samples;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandDecoderTest {
  private static final String ID = "2bb856e1-b3d8-4432-a858-09e4ce939389";
  private final CommandDecoder decoder = new CommandDecoder(4_096);

  @Test
  void shouldReadTheSmallestCommand() {
    RollbackCommand command = valid("{'snapshot_id':'" + ID + "'}");

    assertThat(command.snapshotId()).isEqualTo(Samples.SNAPSHOT);
    assertThat(command.namedByOrigin()).isTrue();
    assertThat(command.commandId()).hasToString(Samples.TOPIC_ID + "-3-0");
    assertThat(command.target()).isEqualTo(Target.UNSPECIFIED);
    assertThat(command.dryRun()).isFalse();
  }

  @Test
  void shouldReadEveryField() {
    RollbackCommand command =
        valid(
            """
            {'kind':'rollback','snapshot_id':'%s','command_id':'c-1','supersedes':'c-0',
             'rollback':{'volume_id':'5AA119A8-d25b-45a7-8d1b-88e127885635','name':'test-001'},
             'project_id':'0c2eba2c5af04d3f9e9d0d410b371fde','expires_at':'2026-11-21T04:00:00+01:00',
             'dry_run':true,'requested_by':'me','reason':'because','labels':{'a':'b'}}
            """
                .formatted(ID));

    assertThat(command)
        .isEqualTo(
            new RollbackCommand(
                Samples.SNAPSHOT,
                new CommandId("c-1"),
                false,
                new Target(Samples.VOLUME, "test-001"),
                Samples.PROJECT,
                new CommandId("c-0"),
                Instant.parse("2026-11-21T03:00:00Z"),
                null,
                false,
                true,
                new Audit("me", "because", Map.of("a", "b"))));
  }

  @Test
  void shouldTakeAnUpperCaseSnapshotIdAsTheSameSnapshot() {
    assertThat(valid("{'snapshot_id':'2BB856E1-B3D8-4432-A858-09E4CE939389'}").snapshotId())
        .isEqualTo(Samples.SNAPSHOT);
  }

  @ParameterizedTest
  @CsvSource({"urgent,URGENT", "normal,NORMAL", "low,LOW"})
  void shouldReadThePriority(String label, Priority priority) {
    String fields = "'labels':{'priority':'" + label + "'}";

    assertThat(valid("{'snapshot_id':'" + ID + "'," + fields + "}").audit().priority())
        .isEqualTo(priority);
    assertThat(valid("{'snapshot_id':'" + ID + "'}").audit().priority()).isEqualTo(Priority.NORMAL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a\\nb", "\\u001b[2J", "größe", "\\u202ea"})
  void shouldTakeIdsThatPeopleCanTellApart(String id) {
    assertThat(problem("{'snapshot_id':'" + ID + "','command_id':'" + id + "'}"))
        .contains("command_id", "visible ASCII");
    assertThat(problem("{'snapshot_id':'" + ID + "','supersedes':'" + id + "'}"))
        .contains("supersedes", "visible ASCII");
  }

  /** Who claims a record's coming id makes a victim's plain command a duplicate. */
  @Test
  void shouldNotLetAnybodyClaimTheIdOfARecord() {
    String coming = "tn2BOpJVRR2V4oBLSIji_g-3-17";

    assertThat(problem("{'snapshot_id':'" + ID + "','command_id':'" + coming + "'}"))
        .contains("command_id", "which nobody can give");
    assertThat(valid("{'snapshot_id':'" + ID + "','supersedes':'" + coming + "'}").supersedes())
        .isEqualTo(new CommandId(coming));
  }

  /** It is said elsewhere, where not everybody may write. */
  @ParameterizedTest
  @ValueSource(strings = {"worker", "operator"})
  void shouldTakeNobodysWordOnARequestHere(String by) {
    assertThat(
            problem(
                "{'kind':'evidence','snapshot_id':'%s','command_id':'c','permit':'p','says':'taken','by':'%s','reason':'r'}"
                    .formatted(ID, by)))
        .contains("kind", "rollback-worker resolve");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'dryrun':true}|dryrun",
        "{'dry_run':'yes'}|/dry_run",
        "{'dry_run':1}|/dry_run",
        "{'dry_run':null}|/dry_run",
        "{'kind':'reboot'}|/kind",
        "{'command_id':''}|/command_id",
        "{'command_id':7}|/command_id",
        "{'rollback':{'name':'x'}}|volume_id",
        "{'rollback':{'volume_id':'vol-1'}}|/rollback/volume_id",
        "{'rollback':[]}|/rollback",
        "{'project_id':'x'}|/project_id",
        "{'expires_at':'tomorrow'}|expires_at",
        "{'labels':{'a':1}}|/labels/a",
        "{'labels':{'priority':'asap'}}|must be \"urgent\", \"normal\" (the default) or \"low\"",
      })
  void shouldRefuseNamingThePlace(String fields, String place) {
    String value = "{'snapshot_id':'" + ID + "'," + fields.substring(1);

    Malformed refused = malformed(value);

    assertThat(refused.cause()).isEqualTo(Cause.SCHEMA);
    assertThat(refused.problem()).contains(place);
    assertThat(refused.snapshotId()).isEqualTo(Samples.SNAPSHOT);
  }

  @Test
  void shouldSayTheValueAndARightExample() {
    assertThat(problem("{'snapshot_id':'vol-1'}"))
        .contains("/snapshot_id")
        .contains("\"vol-1\"")
        .contains("2bb856e1-b3d8-4432-a858-09e4ce939389");
  }

  @Test
  void shouldRefuseANameOfMoreThan255BytesEvenIfItHasFewerCharacters() {
    String name = "云".repeat(86); // 258 bytes, 86 characters

    assertThat(
            problem(
                "{'snapshot_id':'%s','rollback':{'volume_id':'%s','name':'%s'}}"
                    .formatted(ID, Samples.VOLUME, name)))
        .contains("255 bytes");
  }

  @Test
  void shouldRefuseNoValue() {
    assertThat(decoder.decode(null, Samples.place(0)))
        .isInstanceOfSatisfying(
            Malformed.class, m -> assertThat(m.cause()).isEqualTo(Cause.NULL_VALUE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "roll back",
        "[",
        "{'snapshot_id':",
        "{'a':1}}",
        "{'a':1,'a':2}",
        "{'a':01}",
        "NaN",
        "'\\uD800"
      })
  void shouldRefuseWhatIsNotTheJsonWeRead(String value) {
    assertThat(malformed(value).cause()).isIn(Cause.NOT_JSON, Cause.SCHEMA);
  }

  @Test
  void shouldRefuseDuplicateKeysAndNotGuessTheSnapshot() {
    Malformed refused =
        malformed("{'snapshot_id':'%s','command_id':'c','snapshot_id':'%s'}".formatted(ID, ID));

    assertThat(refused.cause()).isEqualTo(Cause.NOT_JSON);
    assertThat(refused.snapshotId()).isNull();
    assertThat(refused.commandId()).isEqualTo(new CommandId("c"));
  }

  @Test
  void shouldRefuseDeepNesting() {
    String value =
        "{'snapshot_id':'" + ID + "','labels':" + "[".repeat(1_000) + "]".repeat(1_000) + "}";

    Malformed refused = malformed(value);

    assertThat(refused.cause()).isEqualTo(Cause.NOT_JSON);
    assertThat(refused.snapshotId()).isEqualTo(Samples.SNAPSHOT);
  }

  @Test
  void shouldRefuseANumberThatIsTooLarge() {
    assertThat(malformed("{'snapshot_id':'" + ID + "','labels':" + "9".repeat(2_000) + "}").cause())
        .isEqualTo(Cause.NOT_JSON);
  }

  @Test
  void shouldRefuseWhatIsNotUtf8NamingTheByte() {
    byte[] value = {'{', '"', (byte) 0xff, '"', '}'};

    Malformed refused = (Malformed) decoder.decode(value, Samples.place(0));

    assertThat(refused.cause()).isEqualTo(Cause.NOT_UTF8);
    assertThat(refused.problem()).contains("Byte 2");
  }

  @Test
  void shouldReadNoOtherEncodingThanUtf8() {
    for (byte[] value :
        List.of(
            new byte[] {0, 0, 'N', 0},
            "{}".getBytes(StandardCharsets.UTF_16LE),
            "{}".getBytes(StandardCharsets.UTF_16),
            "{}".getBytes(Charset.forName("UTF-32")))) {
      assertThat(decoder.decode(value, Samples.place(0))).isInstanceOf(Malformed.class);
    }
  }

  @Test
  void shouldRefuseWhatIsTooLargeButSayWhoseItIs() {
    byte[] value = json("{'snapshot_id':'" + ID + "','reason':'" + "x".repeat(5_000) + "'}");

    Malformed refused = (Malformed) decoder.decode(value, Samples.place(0));

    assertThat(refused.cause()).isEqualTo(Cause.TOO_LARGE);
    assertThat(refused.problem()).contains(value.length + " bytes").contains("4096");
    assertThat(refused.snapshotId()).isEqualTo(Samples.SNAPSHOT);
  }

  @Test
  void shouldNotFindIdsInsideOtherObjects() {
    Malformed refused =
        malformed("{'x':{'snapshot_id':'" + ID + "'},'command_id':{'command_id':'c'}}");

    assertThat(refused.snapshotId()).isNull();
    assertThat(refused.commandId()).isNull();
  }

  @Test
  void shouldBoundTheMessage() {
    byte[] value = new byte[4_000];
    Arrays.fill(value, (byte) 'x');

    assertThat(((Malformed) decoder.decode(value, Samples.place(0))).problem().length())
        .isLessThan(1_000);
  }

  private RollbackCommand valid(String value) {
    assertThat(decode(value)).isInstanceOf(Valid.class);
    return ((Valid) decode(value)).command();
  }

  private Malformed malformed(String value) {
    assertThat(decode(value)).isInstanceOf(Malformed.class);
    return (Malformed) decode(value);
  }

  private String problem(String value) {
    return malformed(value).problem();
  }

  private Decoded decode(String value) {
    return decoder.decode(json(value), Samples.place(0));
  }

  private static byte[] json(String value) {
    return value.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
