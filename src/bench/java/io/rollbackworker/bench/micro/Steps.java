package io.rollbackworker.bench.micro;

import io.rollbackworker.cloud.Dialect;
import io.rollbackworker.cloud.auth.AuthSettings;
import io.rollbackworker.cloud.auth.Authentication;
import io.rollbackworker.cloud.auth.Authentications;
import io.rollbackworker.command.CommandDecoder;
import io.rollbackworker.command.Decoded;
import io.rollbackworker.config.SecretSource;
import io.rollbackworker.ledger.Encoded;
import io.rollbackworker.ledger.Entry;
import io.rollbackworker.ledger.Head;
import io.rollbackworker.ledger.LedgerCodec;
import io.rollbackworker.ledger.LedgerRecord;
import io.rollbackworker.ledger.Slice;
import io.rollbackworker.testing.Samples;
import io.rollbackworker.time.Time;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What single steps of a command cost a thread, when they are compiled. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
public class Steps {
  private static final byte[] COMMAND =
      """
      {"snapshot_id":"2bb856e1-b3d8-4432-a858-09e4ce939389","command_id":"nightly-2026-11-21",
       "project_id":"0c2eba2c5af04d3f9e9d0d410b371fde","expires_at":"2026-11-21T04:00:00Z",
       "requester":"ops@example.org","reason":"ransomware","labels":{"ticket":"4711"}}
      """
          .getBytes(StandardCharsets.UTF_8);

  private final CommandDecoder decoder = new CommandDecoder(65_536);
  private final LedgerCodec codec = new LedgerCodec();
  private final Encoded entry =
      codec.encode(
          new LedgerRecord.EntryWritten(
              Samples.SNAPSHOT,
              new Entry(1, List.of(Samples.run("nightly", 17, Samples.completed())))),
          Entry.FORMAT);
  private final Slice slice = new Slice();
  private final LedgerRecord.HeadWritten head = head();
  private final Authentication authentication =
      new Authentications(new OkHttpClient(), Time.system())
          .of(
              new AuthSettings.AccessKey(
                  SecretSource.parse("HPUAACCESSKEYEXAMPLE"),
                  SecretSource.parse("secret-key-of-an-example"),
                  SecretSource.parse("")),
              Samples.PROJECT,
              Dialect.EVS.errors());
  private final Request request =
      new Request.Builder()
          .url(
              "https://evs.example.org/v3/0c2eba2c5af04d3f9e9d0d410b371fde/snapshots/"
                  + "2bb856e1-b3d8-4432-a858-09e4ce939389")
          .build();

  /** In a backlog: each second offset of two thousand is settled. */
  private static LedgerRecord.HeadWritten head() {
    Head head = Samples.head(12, "workers", 1_000_000);
    for (long offset = 1_000_001; offset < 1_002_000; offset += 2) {
      head.settled().add(offset);
    }
    return new LedgerRecord.HeadWritten(head);
  }

  public Steps() {
    if (authentication.prepare().isPresent()) {
      throw new IllegalStateException("the keys cannot be read");
    }
  }

  /** A record's value, checked against its schema. */
  @Benchmark
  public Decoded decode() {
    return decoder.decode(COMMAND, Samples.place(17));
  }

  /** One entry of a restore. */
  @Benchmark
  public Slice replay() {
    slice.replay(codec.decode(entry, Samples.NOW));
    return slice;
  }

  @Benchmark
  public Encoded encodeEntry() {
    return codec.encode(
        new LedgerRecord.EntryWritten(
            Samples.SNAPSHOT,
            new Entry(1, List.of(Samples.run("nightly", 17, Samples.completed())))),
        Entry.FORMAT);
  }

  @Benchmark
  public Encoded encodeHead() {
    return codec.encode(head, Entry.FORMAT);
  }

  /** With access key and secret key. */
  @Benchmark
  public Request sign() {
    return authentication.sign(request);
  }
}
