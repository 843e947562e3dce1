package io.rollbackworker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.evidence.Evidence;
import io.rollbackworker.ledger.Run;
import io.rollbackworker.testing.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a doubt is shown to who must decide. */
class DoubtsTest {
  private static final Run DOUBT = Samples.run("c", 0, Samples.inDoubt());

  @Test
  void shouldShowWhatWasComparedAndWhatItSuggests() {
    Doubts.Looked looked =
        new Doubts.Looked(
            DOUBT, Evidence.Says.TAKEN, "both changed", List.of("before: a", "now: b"));

    assertThat(looked.lines())
        .hasSize(4)
        .allSatisfy(line -> assertThat(line).doesNotContain("\n"))
        .satisfies(lines -> assertThat(lines.getFirst()).startsWith(Samples.SNAPSHOT.value()))
        .contains("    updated_at suggests --taken: both changed", "    now: b");
    assertThat(looked.reason("incident 4711"))
        .isEqualTo("incident 4711; updated_at: both changed; before: a; now: b");
  }

  @Test
  void shouldSayWhyNothingIsSuggested() {
    Doubts.Looked looked = new Doubts.Looked(DOUBT, null, "the volume is gone", List.of());

    assertThat(looked.lines()).contains("    updated_at says nothing: the volume is gone");
  }
}
