package io.rollbackworker.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollbackworker.testing.Requesters;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyFileTest {
  private static final Requesters PEOPLE = Requesters.ALL;

  @Test
  void shouldReadAll() {
    Policy policy =
        PEOPLE.policy(
            "refuse",
            """
            time_zone: Europe/Berlin
            rules:
              - name: nightly
                requesters: [anna]
                projects: ["0c2eba2c5af04d3f9e9d0d410b371fde"]
                labels: {env: test}
                priorities: [low, normal]
                windows: ["Mon-Fri 22:00-06:00"]
              - name: mass
                approvals: 2
                approvers: [ben, carla]
            """);

    assertThat(policy.keys().keys()).containsOnlyKeys("anna-1", "ben-1", "carla-1");
    assertThat(policy.rules()).extracting(Rule::name).isEqualTo(List.of("nightly", "mass"));
    assertThat(policy.inWords())
        .contains("3 requesters, 2 rules, unsigned commands are refused, sha256 " + policy.hash());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rules: [{name: a, windows: [always]}] | /rules/0/windows: must be like",
        "rules: [{name: a, approvals: 9}] | /rules/0/approvals: must be from 0 to 5, but is 9",
        "rules: [{name: a, windows: [' ']}] | /rules/0/windows: must be like",
        "'rules: [{name: a}]\n---\nrules: []' | line",
        "rules: [{name: a, requesters: [anna], approvers: [anna], approvals: 1}] | more than there"
            + " are",
        "rules: [{name: a, approvals: 3}] | 3 others must approve, more than there are",
        "rules: [{name: a, requesters: [dora]}] | /rules/0/requesters: \"dora\" is none of"
            + " requesters, such as anna",
        "rules: [{name: a, priorities: [high]}] | must be urgent, normal or low, but is \"high\"",
        "rules: [{name: a, projects: [12345678901234567890123456789012]}] | must be a project id in"
            + " quotes",
        "rules: [{name: a, requester: [anna]}] | property 'requester'",
        "rules: [] | /rules",
        "'rules: [{name: a}]\n"
            + "time_zone: Mars' | /time_zone: must be a zone such as UTC or Europe/Berlin, but is"
            + " \"Mars\"",
        "'rules: [{name: a}]\nrules: [{name: a}]' | line",
      })
  void shouldNamePlaceValueAndWhatIsRight(String rest, String problem) {
    assertThatThrownBy(() -> PEOPLE.policy("refuse", rest))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void shouldTakePublicKeysOnly() {
    assertThatThrownBy(
            () ->
                PolicyFile.parse(
                    "unsigned: refuse\nrequesters: {anna: {keys: {k: MCow}}}\nrules: [{name: a}]"))
        .hasMessageContaining("/requesters/anna/keys/k: it is no public Ed25519 key in Base64");
  }

  @Test
  void shouldWantKeysAndTheirIdsOnce() {
    String key = PEOPLE.publicKey("anna");
    assertThatThrownBy(
            () ->
                PolicyFile.parse(
                    "unsigned: refuse\nrequesters: {anna: {keys: {k: \"%s\"}}, ben: {keys: {k: \"%s\"}}}\nrules: [{name: a}]"
                        .formatted(key, key)))
        .hasMessageContaining("/requesters/ben/keys/k: is the key k of anna");
    assertThatThrownBy(
            () ->
                PolicyFile.parse(
                    "unsigned: refuse\nrequesters: {anna: {keys: {k: \"%s\"}}, ben: {keys: {k: \"%s\"}}}\nrules: [{name: a}]"
                        .formatted(key, PEOPLE.publicKey("ben"))))
        .hasMessageContaining("/requesters/ben/keys/k: anna has a key of that id, too");
  }
}
