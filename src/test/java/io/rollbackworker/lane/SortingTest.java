package io.rollbackworker.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.policy.Claims;
import io.rollbackworker.policy.Policies;
import io.rollbackworker.testing.ManualTime;
import io.rollbackworker.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SortingTest {
  private static final byte[] COMMAND =
      ("{\"snapshot_id\":\"" + Samples.SNAPSHOT + "\"}").getBytes(StandardCharsets.UTF_8);
  private static final Map<String, String> FORWARDED = OriginHeaders.of(Samples.place(17));

  @Test
  void shouldReceiveACommandOfThisPartition() {
    assertThat(receive(3, 3, true, Map.of()))
        .isInstanceOfSatisfying(
            Arrival.Placed.class,
            asked -> {
              assertThat(asked.command().record()).isEqualTo(asked.command().origin());
              assertThat(asked.command().command().commandId())
                  .hasToString(Samples.TOPIC_ID + "-3-42");
            });
  }

  @Test
  void shouldNameAForwardedCommandByItsOrigin() {
    assertThat(receive(3, 3, true, FORWARDED))
        .isInstanceOfSatisfying(
            Arrival.Placed.class,
            asked -> {
              assertThat(asked.command().origin()).isEqualTo(Samples.place(17));
              assertThat(asked.command().command().commandId())
                  .hasToString(Samples.TOPIC_ID + "-3-17");
            });
  }

  @Test
  void shouldForwardAMisplacedCommandOnce() {
    assertThat(receive(3, 5, true, Map.of()))
        .isInstanceOfSatisfying(
            Arrival.Misplaced.class, m -> assertThat(m.forward().partition()).isEqualTo(5));
    assertThat(receive(3, 5, true, FORWARDED)).isInstanceOf(Arrival.Rejected.class);
  }

  @Test
  void shouldRefuseARecordThatTheBrokerDidNotStamp() {
    assertThat(receive(3, 3, false, Map.of()))
        .isInstanceOfSatisfying(
            Arrival.Unreadable.class,
            u ->
                assertThat(u.outcome().result().errorOrNull().message()).contains("LogAppendTime"));
  }

  /** Its age would not count, and it could be sent for as long as that clock is ahead. */
  @Test
  void shouldRefuseARecordFromTheFuture() {
    Duration skew = Samples.RULES.clockSkew();

    assertThat(receive(3, 3, Samples.NOW.plus(skew), true, Map.of()))
        .isInstanceOf(Arrival.Placed.class);
    assertThat(receive(3, 3, Samples.NOW.plus(skew).plusMillis(1), true, Map.of()))
        .isInstanceOfSatisfying(
            Arrival.Unreadable.class,
            u ->
                assertThat(u.outcome().result().errorOrNull())
                    .extracting(OutcomeError::code, OutcomeError::message)
                    .satisfies(
                        said -> {
                          assertThat(said.get(0)).isEqualTo(ErrorCode.INVALID_COMMAND);
                          assertThat((String) said.get(1)).contains("in the future");
                        }));
  }

  @ParameterizedTest
  @CsvSource({
    OriginHeaders.TOPIC_ID + ",x",
    OriginHeaders.PARTITION + ",-1",
    OriginHeaders.PARTITION + ",first",
    OriginHeaders.OFFSET + ",99999999999999999999",
    OriginHeaders.TIMESTAMP + ",yesterday",
  })
  void shouldRefuseForgedOriginsThatMakeNoSense(String header, String value) {
    Map<String, String> forged = new HashMap<>(FORWARDED);
    forged.put(header, value);
    Map<String, String> incomplete = new HashMap<>(FORWARDED);
    incomplete.remove(header);

    for (Map<String, String> headers : List.of(forged, incomplete)) {
      assertThat(receive(3, 3, true, headers))
          .isInstanceOfSatisfying(
              Arrival.Unreadable.class,
              u ->
                  assertThat(u.outcome().result().errorOrNull().code())
                      .isEqualTo(ErrorCode.INVALID_COMMAND));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0001-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
    "2020-02-02T02:02:02Z, 2020-02-02T02:02:02Z",
    "2400-01-01T00:00:00Z, STORED",
    "+500000000-01-01T00:00:00Z, STORED",
  })
  void shouldBringAForgedTimeOfOriginBetween1970AndTheRecordsOwn(String forged, String counts) {
    Map<String, String> headers = new HashMap<>(FORWARDED);
    headers.put(OriginHeaders.TIMESTAMP, forged);
    Instant expected = counts.equals("STORED") ? Samples.NOW : Instant.parse(counts);

    assertThat(receive(3, 3, true, headers))
        .isInstanceOfSatisfying(
            Arrival.Placed.class,
            asked -> assertThat(asked.command().origin().timestamp()).isEqualTo(expected));
  }

  /** Whoever forwards a record must not take its signature away. */
  @Test
  void shouldForwardWithSignatureAndApprovals() {
    Map<String, String> headers =
        Map.of(Claims.SIGNATURE, "s", Claims.APPROVAL, "a", Claims.APPROVAL_PATH, "p");

    assertThat(receive(3, 1, true, headers))
        .isInstanceOfSatisfying(
            Arrival.Misplaced.class,
            m -> assertThat(m.forward().headers()).containsAllEntriesOf(headers));
  }

  private static Arrival receive(
      int partition, int home, boolean stamped, Map<String, String> headers) {
    return receive(partition, home, Samples.NOW, stamped, headers);
  }

  private static Arrival receive(
      int partition, int home, Instant stored, boolean stamped, Map<String, String> headers) {
    Sorting sorting =
        new Sorting(
            "rollback.commands",
            Samples.TOPIC_ID,
            partition,
            id -> home,
            new CommandDecoder(65_536),
            Policies.NONE,
            Samples.checked(new ManualTime()),
            "w");
    return sorting.sort(new Delivery(42, stored, stamped, null, COMMAND, headers), id -> false);
  }
}
