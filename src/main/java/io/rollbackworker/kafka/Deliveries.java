package io.rollbackworker.kafka;

import io.rollbackworker.lane.Delivery;
import io.rollbackworker.lane.OriginHeaders;
import io.rollbackworker.outcome.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

  private Deliveries() {}

  public static Delivery of(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new TreeMap<>();
    for (String name : HEADERS) {
      Header header = record.headers().lastHeader(name);
      if (header != null && header.value() != null && header.value().length <= MAX_HEADER_BYTES) {
        headers.put(name, new String(header.value(), StandardCharsets.UTF_8));
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
