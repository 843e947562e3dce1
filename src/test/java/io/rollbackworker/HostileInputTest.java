package io.rollbackworker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.command.Decoded;
import io.rollbackworker.ledger.LedgerCodec;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.outcome.OutcomeCodec;
import io.rollbackworker.testing.Mutations;
import io.rollbackworker.testing.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Readers of bytes that anybody may have written: no exception but the declared one, whatever
 * comes.
 */
class HostileInputTest {
  /** More, and other ones: -Drounds=1000000 -Dseed=N. */
  private static final int ROUNDS = Integer.getInteger("rounds", 20_000);

  private final long seed = Long.getLong("seed", 20_261_121);
  private final Mutations mutations = new Mutations(seed);

  @Test
  void shouldDecodeOrRefuseAnyCommand() throws IOException {
    CommandDecoder decoder = new CommandDecoder(65_536);
    List<byte[]> good = examples("command-");
    for (int i = 0; i < ROUNDS; i++) {
      byte[] value = mutations.of(good.get(i % good.size()));
      try {
        if (decoder.decode(value, Samples.place(0)) instanceof Decoded.Malformed malformed) {
          assertThat(malformed.problem()).isNotBlank().hasSizeLessThan(1_500);
        }
      } catch (RuntimeException e) {
        broken(value, e);
      }
    }
  }

  @Test
  void shouldReadOrRefuseAnyLedgerRecord() throws IOException {
    LedgerCodec codec = new LedgerCodec();
    byte[] entryKey = Samples.SNAPSHOT.value().getBytes(StandardCharsets.UTF_8);
    byte[] headKey = LedgerCodec.HEAD_KEY.getBytes(StandardCharsets.UTF_8);
    List<byte[]> entries = examples("ledger-entry-");
    List<byte[]> heads = examples("ledger-head");
    for (int i = 0; i < ROUNDS; i++) {
      boolean head = i % 2 == 0;
      List<byte[]> good = head ? heads : entries;
      byte[] value = mutations.of(good.get(i % good.size()));
      try {
        LedgerRecord read = codec.decode(head ? headKey : entryKey, value);
        LedgerRecord again = codec.decode(codec.key(read), codec.value(read));
        assertThat(codec.value(again)).isEqualTo(codec.value(read));
      } catch (IllegalArgumentException declared) {
        assertThat(declared.getMessage()).isNotBlank();
      } catch (RuntimeException e) {
        broken(value, e);
      }
    }
  }

  @Test
  void shouldReadOrRefuseAnyOutcome() throws IOException {
    OutcomeCodec codec = new OutcomeCodec();
    List<byte[]> good = examples("outcome-");
    for (int i = 0; i < ROUNDS; i++) {
      byte[] value = mutations.of(good.get(i % good.size()));
      try {
        codec.decode(value);
      } catch (IllegalArgumentException declared) {
        assertThat(declared.getMessage()).isNotBlank();
      } catch (RuntimeException e) {
        broken(value, e);
      }
    }
  }

  private void broken(byte[] value, RuntimeException e) {
    fail(
        String.format(
            Locale.ROOT,
            "%s for %s; run again with -Dseed=%d",
            e,
            new String(value, StandardCharsets.UTF_8),
            seed),
        e);
  }

  private static List<byte[]> examples(String prefix) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("schemas", "examples"))) {
      List<Path> chosen =
          files.filter(f -> f.getFileName().toString().startsWith(prefix)).sorted().toList();
      assertThat(chosen).isNotEmpty();
      List<byte[]> read = new ArrayList<>();
      for (Path file : chosen) {
        read.add(Files.readAllBytes(file));
      }
      return read;
    }
  }
}
