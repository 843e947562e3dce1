#!/usr/bin/env python3
"""Rolls a disk back to a snapshot and waits until that is over; needs confluent-kafka 1.7 or later.

    roll-back.py 127.0.0.1:19092 SNAPSHOT_ID

The exit code is that of "rollback-worker submit --wait": 0 done, 4 rejected or failed, 5 in doubt, or ended and nobody
knows how (do not send it again), 6 not over in time (it goes on).
"""
import json
import sys
import time
import uuid

from confluent_kafka import Consumer, Producer, TopicPartition

COMMANDS, OUTCOMES = "rollback.commands", "rollback.outcomes"
PATIENCE_SECONDS = 15 * 60
EXIT = {"completed": 0, "rejected": 4, "failed": 4, "ended": 5}


def outcomes_from_now(brokers):
    """Positions are fixed before the command is published, so that its outcomes cannot be missed."""
    consumer = Consumer({
        "bootstrap.servers": brokers,
        "group.id": "none",  # Wanted by the library; nothing is committed.
        "enable.auto.commit": False,
        "isolation.level": "read_committed",
    })
    ends = []
    for number in consumer.list_topics(OUTCOMES, timeout=10).topics[OUTCOMES].partitions:
        partition = TopicPartition(OUTCOMES, number)
        partition.offset = consumer.get_watermark_offsets(partition, timeout=10)[1]
        ends.append(partition)
    consumer.assign(ends)
    return consumer


def publish(brokers, command):
    """Returns when the command is stored. If it fails, publish the same command_id again: that is one rollback."""
    failures = []
    producer = Producer({"bootstrap.servers": brokers, "enable.idempotence": True})
    producer.produce(COMMANDS, key=command["snapshot_id"], value=json.dumps(command),
                     on_delivery=lambda failure, _: failures.append(failure))
    producer.flush()
    if failures != [None]:
        sys.exit(f"The command is not known to be stored: {failures}")


def follow(consumer, snapshot_id, command_id):
    """Returns the type of the last outcome that came in time."""
    seen, last, end = set(), None, time.monotonic() + PATIENCE_SECONDS
    while last not in EXIT and time.monotonic() < end:
        record = consumer.poll(1)
        if record is None or record.error():
            continue
        event = json.loads(record.value())
        if event.get("snapshot_id") != snapshot_id or event["command_id"] != command_id or event["event_id"] in seen:
            continue
        seen.add(event["event_id"])
        # A duplicate repeats the answer of another command; what follows is told under that one.
        command_id = event.get("duplicate_of", command_id)
        last = event["type"]
        print(last, event.get("error", {}).get("code", ""), flush=True)
    return last


def main(brokers, snapshot_id):
    command = {"snapshot_id": snapshot_id, "command_id": str(uuid.uuid4()), "reason": "restore of a test disk"}
    consumer = outcomes_from_now(brokers)
    publish(brokers, command)
    last = follow(consumer, snapshot_id, command["command_id"])
    consumer.close()
    return EXIT.get(last, 5 if last == "in_doubt" else 6)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
