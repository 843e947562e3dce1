package io.rollbackworker.testing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Hostile bytes made from good ones, from a seed. */
public final class Mutations {
  private static final List<String> NASTY =
      List.of(
          "null",
          "true",
          "-1",
          "1e999",
          "9".repeat(400),
          "\"\"",
          "{}",
          "[]",
          "[[",
          "{\"a\":",
          "\\u0000",
          "\uD800",
          "\u202e",
          "\"snapshot_id\":",
          "2bb856e1",
          ",",
          "}",
          "\n",
          "\u0000",
          "NaN",
          "_head");

  private final Random random;

  public Mutations(long seed) {
    this.random = new Random(seed);
  }

  /**
   * One to eight changes: flipped, removed, doubled or overwritten bytes, or something nasty put in
   * between.
   */
  public byte[] of(byte[] good) {
    byte[] bytes = good.clone();
    for (int i = 1 + random.nextInt(8); i > 0; i--) {
      bytes = once(bytes);
    }
    return bytes;
  }

  private byte[] once(byte[] bytes) {
    if (bytes.length == 0) {
      return new byte[] {(byte) random.nextInt()};
    }
    int from = random.nextInt(bytes.length);
    int to = Math.min(bytes.length, from + 1 + random.nextInt(20));
    byte[] part = Arrays.copyOfRange(bytes, from, to);
    return switch (random.nextInt(6)) {
      case 0 -> splice(bytes, from, from, nasty());
      case 1 -> splice(bytes, from, to, nasty());
      case 2 -> splice(bytes, from, to, new byte[0]);
      case 3 -> splice(bytes, from, from, part);
      case 4 -> splice(bytes, from, from + 1, new byte[] {(byte) random.nextInt()});
      default -> Arrays.copyOf(bytes, from);
    };
  }

  private byte[] nasty() {
    return NASTY.get(random.nextInt(NASTY.size())).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] splice(byte[] bytes, int from, int to, byte[] between) {
    byte[] result = new byte[from + between.length + bytes.length - to];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(between, 0, result, from, between.length);
    System.arraycopy(bytes, to, result, from + between.length, bytes.length - to);
    return result;
  }
}
