// Sends one request to Titorelli, waits until it has ended and saves its picture: node submit.mjs PROMPT FILE.png
import { copyFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { Consumer, FetchIsolationLevels, Producer } from '@platformatic/kafka'
import avsc from 'avsc'

const [prompt, file] = process.argv.slice(2)
const { KAFKA = '127.0.0.1:9092', REGISTRY = 'http://127.0.0.1:8081' } = process.env
const { OBJECTS = `${homedir()}/.titorelli/objects` } = process.env
const ENDS = ['REJECTED', 'COMPLETED', 'FAILED', 'CANCELLED', 'EXPIRED']
const kafka = { clientId: 'node-example', bootstrapBrokers: KAFKA.split(','), groupId: `node-${crypto.randomUUID()}` }

const ask = async path => (await fetch(REGISTRY + path)).json()
const typeOf = found => avsc.Type.forSchema(JSON.parse(found.schema))
const types = new Map() // of the schemas that events were written with, by id
const read = async bytes => {
  const id = bytes.readInt32BE(1)
  if (!types.has(id)) types.set(id, typeOf(await ask(`/schemas/ids/${id}`)))
  return types.get(id).fromBuffer(bytes.subarray(5))
}

// Where the events are to be read from is settled before the request is sent, so that none is missed.
const consumer = new Consumer(kafka)
const ends = (await consumer.listOffsets({ topics: ['titorelli.event.v1'] })).get('titorelli.event.v1')
const offsets = ends.map((offset, partition) => ({ topic: 'titorelli.event.v1', partition, offset }))
const isolationLevel = FetchIsolationLevels.READ_COMMITTED
const events = await consumer.consume({ topics: ['titorelli.event.v1'], mode: 'manual', offsets, isolationLevel })

const request = { tenant: 'me', requestId: `node-${crypto.randomUUID()}`, stages: [{ prompt }] }
const schema = await ask('/subjects/titorelli.request.v1-value/versions/latest')
const head = Buffer.alloc(5) // Confluent's framing: a zero byte and the schema's id, then Avro
head.writeInt32BE(schema.id, 1)
const key = `${request.tenant}/${request.requestId}`
const value = Buffer.concat([head, typeOf(schema).toBuffer(request)])
const producer = new Producer(kafka)
await producer.send({ messages: [{ topic: 'titorelli.request.v1', key: Buffer.from(key), value }] })

for await (const message of events) {
  if (message.key?.toString() !== key) continue
  const event = await read(message.value)
  console.log(event.kind, ...event.violations.map(wrong => `${wrong.path}: ${wrong.code}`))
  if (event.kind === 'COMPLETED') {
    copyFileSync(`${OBJECTS}/${event.images[0].image.key}`, file)
    console.log(`saved ${file}, seed ${event.images[0].seed}`)
  }
  if (ENDS.includes(event.kind)) {
    process.exitCode = event.kind === 'COMPLETED' ? 0 : 1
    break
  }
}
await Promise.all([producer.close(true), consumer.close(true)])
