package io.rollbackworker.kafka;

import io.rollbackworker.lane.Delivery;
import io.rollbackworker.lane.OriginHeaders;
import io.rollbackworker.outcome.Subject;
import io.rollbackworker.policy.Claims;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;

/** Consumer records as deliveries: with the headers that we read, each of a bounded length. */
public final class Deliveries {
  private static final int SHORT = 256;

  /** By name; a longer one is as if it were not there. */
  private static final Map<String, Integer> MAX_BYTES =
      Map.of(
          OriginHeaders.TOPIC_ID, SHORT,
          OriginHeaders.PARTITION, SHORT,
          OriginHeaders.OFFSET, SHORT,
          OriginHeaders.TIMESTAMP, SHORT,
          Subject.TRACEPARENT, SHORT,
          Claims.SIGNATURE, SHORT,
          Claims.APPROVAL, 8 * 512,
          Claims.APPROVAL_PATH, 4 * SHORT);

  /** W3C Trace Context, section 3.2.2; what is not in the form is not handed through. */
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}(-[!-~]*)?");

  private Deliveries() {}

  public static Delivery of(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new TreeMap<>();
    for (Map.Entry<String, Integer> max : MAX_BYTES.entrySet()) {
      String name = max.getKey();
      Header header = record.headers().lastHeader(name);
      if (header != null && header.value() != null && header.value().length <= max.getValue()) {
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
