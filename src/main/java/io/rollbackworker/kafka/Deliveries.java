package io.rollbackworker.kafka;

import io.rollbackworker.lane.Delivery;
import io.rollbackworker.lane.OriginHeaders;
import io.rollbackworker.outcome.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;

/** Consumer records as deliveries: with the headers that we read, each of a bounded length. */
public final class Deliveries {
  private static final int MAX_HEADER_BYTES = 256;
  private static final List<String> HEADERS =
      List.of(
          OriginHeaders.TOPIC_ID,
          OriginHeaders.PARTITION,
          OriginHeaders.OFFSET,
          OriginHeaders.TIMESTAMP,
          Subject.TRACEPARENT);

  /** W3C Trace Context, section 3.2.2; what is not in the form is not handed through. */
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}(-[!-~]*)?");

  private Deliveries() {}

  public static Delivery of(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new TreeMap<>();
    for (String name : HEADERS) {
      Header header = record.headers().lastHeader(name);
      if (header != null && header.value() != null && header.value().length <= MAX_HEADER_BYTES) {
        String text = new String(header.value(), StandardCharsets.UTF_8);
        if (!name.equals(Subject.TRACEPARENT) || TRACEPARENT.matcher(text).matches()) {
          headers.put(name, text);
        }
      }
    }
    return new Delivery(
        record.offset(),
        Instant.ofEpochMilli(record.timestamp()),
        record.timestampType() == TimestampType.LOG_APPEND_TIME,
        record.key(),
        record.value(),
        headers);
  }
}
