package io.rollbackworker.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.config.PolicySource;
import io.rollbackworker.policy.Policy;
import io.rollbackworker.testing.ManualTime;
import io.rollbackworker.testing.Requesters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenewedPolicyTest {
  private static final String RULES = "rules: [{name: all}]\n";

  @TempDir private Path folder;
  private final ManualTime time = new ManualTime();
  private Path file;
  private int changes;

  @BeforeEach
  void write() throws Exception {
    file = folder.resolve("policy.yaml");
    change(Requesters.ALL.yaml("refuse", RULES));
  }

  @Test
  void shouldTakeWhatTheFileSaysByAndBy() throws Exception {
    RenewedPolicy policy = new RenewedPolicy(new PolicySource(Optional.of(file)), time);
    String before = policy.now().hash();

    change(Requesters.ALL.yaml("allow", RULES));
    assertThat(policy.now().hash()).as("it is not looked at each time").isEqualTo(before);
    time.advance(Duration.ofSeconds(6));

    assertThat(policy.now().allowsUnsigned()).isTrue();
    assertThat(policy.problem()).isEmpty();
  }

  @Test
  void shouldKeepWhatItKnowsOfAFileThatCannotBeUsedAndSaySo() throws Exception {
    RenewedPolicy policy = new RenewedPolicy(new PolicySource(Optional.of(file)), time);
    Policy before = policy.now();

    change("unsigned: maybe\n" + RULES);
    time.advance(Duration.ofSeconds(6));
    assertThat(policy.now()).isEqualTo(before);
    assertThat(policy.problem().orElseThrow())
        .contains("/unsigned: must be refuse or allow, but is \"maybe\"");

    Files.delete(file);
    time.advance(Duration.ofSeconds(6));
    assertThat(policy.now()).isEqualTo(before);
    assertThat(policy.problem()).isPresent();

    change(Requesters.ALL.yaml("allow", RULES));
    time.advance(Duration.ofSeconds(6));
    assertThat(policy.now().allowsUnsigned()).isTrue();
    assertThat(policy.problem()).isEmpty();
  }

  @Test
  void shouldAskNothingWithoutAFile() {
    assertThat(new RenewedPolicy(PolicySource.NONE, time).now()).isEqualTo(Policy.OPEN);
  }

  private void change(String text) throws Exception {
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plusSeconds(++changes)));
  }
}
