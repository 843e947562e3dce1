package io.rollbackworker.ledger;

import io.rollbackworker.command.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The last link of a partition's chain of outcomes. Each outcome has, in its header {@value
 * #HEADER}, its number and hash and time of the one before; so none can be changed, taken out or
 * put in without all that follow.
 *
 * @param number from 1; 0: there is no link yet
 * @param hash SHA-256 of the link's header, a line feed and its value; hexadecimal
 * @param toldAt when it was told
 */
public record ChainTip(long number, String hash, Instant toldAt) {
  public static final String HEADER = "rollback-chain";

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  /** Before the first link. */
  public static final ChainTip START = new ChainTip(0, "0".repeat(64), Instant.EPOCH);

  /**
   * @throws IllegalArgumentException when it is none
   */
  public ChainTip {
    if (number < 0 || !HASH.matcher(hash).matches()) {
      throw new IllegalArgumentException(
          "a link has a number from 0 on and a SHA-256 in lower case");
    }
  }

  /** NUMBER;HASH;TIME. */
  public String text() {
    return number + ";" + hash + ";" + toldAt;
  }

  /**
   * @throws IllegalArgumentException when it has another form
   */
  public static ChainTip parse(String text) {
    List<String> parts = List.of(text.split(";", -1));
    try {
      return new ChainTip(
          Long.parseLong(parts.get(0)), parts.get(1), Instant.parse(parts.get(parts.size() - 1)));
    } catch (IndexOutOfBoundsException | IllegalArgumentException | DateTimeException e) {
      throw new IllegalArgumentException("it is not NUMBER;HASH;TIME, such as " + START.text(), e);
    }
  }

  /** The outcome as the next link. */
  public Posting link(Posting outcome) {
    Map<String, String> headers = new TreeMap<>(outcome.headers());
    headers.put(HEADER, next().text());
    return new Posting(outcome.to(), outcome.partition(), outcome.key(), outcome.value(), headers);
  }

  /** What the next link says of itself and of this one: its number, our hash and time. */
  private ChainTip next() {
    return new ChainTip(number + 1, hash, toldAt);
  }

  /**
   * The tip that a link makes.
   *
   * @param header of it
   * @param value of it
   * @param toldAt when it was told
   */
  public static ChainTip of(String header, byte @Nullable [] value, Instant toldAt) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes((header + "\n").getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(value == null ? new byte[0] : value);
    return new ChainTip(parse(header).number, Sha256.hex(bytes.toByteArray()), toldAt);
  }
}
