package io.rollbackworker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.command.Decoded;
import io.rollbackworker.ledger.Encoded;
import io.rollbackworker.ledger.Entry;
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
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Readers of bytes that anybody may have written: no exception but the declared one, whatever
 * comes.
 */
class HostileInputTest {
  /** More, and other ones: -Drounds=1000000 -Dseed=N. */
  private static final int ROUNDS = Integer.getInteger("rounds", 2_000);

  private static final CommandDecoder COMMANDS = new CommandDecoder(65_536);
  private static final LedgerCodec LEDGER = new LedgerCodec();
  private static final OutcomeCodec OUTCOMES = new OutcomeCodec();

  private final long seed = Long.getLong("seed", 20_261_121);
  private final Mutations mutations = new Mutations(seed);

  @Test
  void shouldDecodeOrRefuseAnyCommand() throws IOException {
    mutate(examples("command-"), HostileInputTest::decodeOrRefuseCommand);
  }

  @Test
  void shouldReadOrRefuseAnyLedgerEntry() throws IOException {
    mutate(examples("ledger-entry-"), HostileInputTest::readOrRefuseEntry);
  }

  @Test
  void shouldReadOrRefuseAnyHead() throws IOException {
    mutate(examples("ledger-head"), HostileInputTest::readOrRefuseHead);
  }

  @Test
  void shouldReadOrRefuseAnyOutcome() throws IOException {
    mutate(examples("outcome-"), HostileInputTest::readOrRefuseOutcome);
  }

  static void decodeOrRefuseCommand(byte[] value) {
    if (COMMANDS.decode(value, Samples.place(0)) instanceof Decoded.Malformed malformed) {
      assertThat(malformed.problem()).isNotBlank().hasSizeLessThan(1_500);
    }
  }

  static void readOrRefuseEntry(byte[] value) {
    readOrRefuse(Samples.SNAPSHOT.value(), value);
  }

  static void readOrRefuseHead(byte[] value) {
    readOrRefuse(LedgerCodec.HEAD_KEY, value);
  }

  private static void readOrRefuse(String key, byte[] value) {
    try {
      LedgerRecord read =
          LEDGER.decode(
              new Encoded(key.getBytes(StandardCharsets.UTF_8), value, Map.of()), Samples.NOW);
      Encoded written = LEDGER.encode(read, Entry.FORMAT);
      LedgerRecord again = LEDGER.decode(written, Samples.NOW);
      assertThat(LEDGER.encode(again, Entry.FORMAT).value()).isEqualTo(written.value());
    } catch (IllegalArgumentException declared) {
      assertThat(declared.getMessage()).isNotBlank();
    }
  }

  static void readOrRefuseOutcome(byte[] value) {
    try {
      OUTCOMES.decode(value);
    } catch (IllegalArgumentException declared) {
      assertThat(declared.getMessage()).isNotBlank();
    }
  }

  private void mutate(List<byte[]> good, Consumer<byte[]> reader) {
    for (int i = 0; i < ROUNDS; i++) {
      byte[] value = mutations.of(good.get(i % good.size()));
      try {
        reader.accept(value);
      } catch (RuntimeException e) {
        String text = new String(value, StandardCharsets.UTF_8);
        fail("%s for %s; run again with -Dseed=%d".formatted(e, text, seed), e);
      }
    }
  }

  static List<byte[]> examples(String prefix) throws IOException {
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
