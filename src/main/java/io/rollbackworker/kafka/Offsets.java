package io.rollbackworker.kafka;

import java.util.Map;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Where partitions begin and end, and how far groups have come. Thread-safe. */
public interface Offsets {
  /** Behind the last record, committed or not. */
  long endOffset(TopicPartition partition);

  /** Open transactions hide nothing: the isolation level is read_uncommitted. */
  long offset(TopicPartition partition, OffsetSpec spec);

  /** What a consumer group has committed. */
  Map<TopicPartition, OffsetAndMetadata> committed(String group);
}
