// Rolls a disk back to a snapshot and waits until that is over; needs @platformatic/kafka (npm), 1.31 or later.
//
//     node roll-back.mjs 127.0.0.1:19092 SNAPSHOT_ID
//
// The exit code is that of "rollback-worker submit --wait": 0 done, 4 rejected or failed, 5 in doubt, or ended and nobody
// knows how (do not send it again), 6 not over in time (it goes on).
import { randomUUID } from 'node:crypto'
import { Consumer, MessagesStreamModes, Producer, ProduceAcks, stringDeserializers, stringSerializers } from '@platformatic/kafka'

const COMMANDS = 'rollback.commands'
const OUTCOMES = 'rollback.outcomes'
const PATIENCE_MS = 15 * 60_000
const EXIT = { completed: 0, rejected: 4, failed: 4, ended: 5 }

const [broker, snapshotId] = process.argv.slice(2)
const common = { clientId: 'roll-back', bootstrapBrokers: [broker] }

/** Positions are fixed before the command is published, so that its outcomes cannot be missed. */
async function outcomesFromNow (consumer) {
  const metadata = await consumer.metadata({ topics: [OUTCOMES] })
  const partitions = [...metadata.topics.get(OUTCOMES).partitions.keys()]
  const ends = await consumer.listOffsets({ topics: [OUTCOMES], partitions: { [OUTCOMES]: partitions } })
  const offsets = ends.get(OUTCOMES).map((offset, partition) => ({ topic: OUTCOMES, partition, offset }))
  return consumer.consume({ topics: [OUTCOMES], mode: MessagesStreamModes.MANUAL, offsets, autocommit: false })
}

/** If it fails, publish the same command_id again: that is one rollback. */
async function publish (command) {
  const producer = new Producer({ ...common, serializers: stringSerializers })
  await producer.send({
    messages: [{ topic: COMMANDS, key: command.snapshot_id, value: JSON.stringify(command) }],
    acks: ProduceAcks.ALL
  })
  await producer.close()
}

const command = { snapshot_id: snapshotId, command_id: randomUUID(), reason: 'restore of a test disk' }
const seen = new Set()
let commandId = command.command_id
let last

function end () {
  process.exit(EXIT[last] ?? (last === 'in_doubt' ? 5 : 6))
}

// A group of its own, of which nothing is kept; committed outcomes only is this library's default.
const consumer = new Consumer({ ...common, groupId: `roll-back-${commandId}`, deserializers: stringDeserializers })
const outcomes = await outcomesFromNow(consumer)
setTimeout(end, PATIENCE_MS)
await publish(command)

for await (const record of outcomes) {
  const event = JSON.parse(record.value)
  if (event.snapshot_id !== snapshotId || event.command_id !== commandId || seen.has(event.event_id)) {
    continue
  }
  seen.add(event.event_id)
  // A duplicate repeats the answer of another command; what follows is told under that one.
  commandId = event.duplicate_of ?? commandId
  last = event.type
  console.log(last, event.error?.code ?? '')
  if (last in EXIT) {
    end()
  }
}
