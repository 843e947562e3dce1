package io.rollbackworker.telemetry;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.rollbackworker.command.Printable;
import java.nio.charset.StandardCharsets;

/**
 * JSON whose lines are fit for people, too: what would move a cursor or turn a line around is
 * escaped, for logs are looked at on terminals. All of that stands in strings, where JSON means the
 * same by the escape. Made by Logback by its name.
 */
public final class JsonLines extends JsonEncoder {
  @Override
  public byte[] encode(ILoggingEvent event) {
    String json = new String(super.encode(event), StandardCharsets.UTF_8).stripTrailing();
    return (Printable.line(json) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
