"""Sends one request to Titorelli and prints its events until it has ended.

    pip install confluent-kafka fastavro
    python submit.py --prompt "a large red circle on a navy background"

Nothing here is Titorelli's own code: any Avro library and any Kafka client in any language do the same.
"""

import argparse
import io
import json
import struct
import sys
import urllib.parse
import urllib.request
import uuid

import fastavro

FINAL = {"REJECTED", "COMPLETED", "FAILED", "CANCELLED", "EXPIRED"}


class Registry:
    """The part of Confluent's schema-registry API that a client needs."""

    def __init__(self, url):
        self.url = url.rstrip("/")
        self.schemas = {}

    def latest(self, subject):
        """The id and the schema that are to be written with."""
        found = self._get("/subjects/%s/versions/latest" % urllib.parse.quote(subject, safe=""))
        return found["id"], fastavro.parse_schema(json.loads(found["schema"]))

    def by_id(self, schema_id):
        """The schema that somebody wrote with."""
        if schema_id not in self.schemas:
            found = self._get("/schemas/ids/%d" % schema_id)
            self.schemas[schema_id] = fastavro.parse_schema(json.loads(found["schema"]))
        return self.schemas[schema_id]

    def _get(self, path):
        with urllib.request.urlopen(self.url + path, timeout=10) as answer:
            return json.load(answer)


def encode(schema_id, schema, value):
    """Confluent's framing: a zero byte, the schema id (4 bytes, big endian), Avro binary. Fields left out take defaults."""
    out = io.BytesIO()
    out.write(struct.pack(">bI", 0, schema_id))
    fastavro.schemaless_writer(out, schema, value, strict_allow_default=True)
    return out.getvalue()


def decode(registry, value):
    zero, schema_id = struct.unpack(">bI", value[:5])
    if zero != 0:
        raise ValueError("not in Confluent's framing")
    return fastavro.schemaless_reader(io.BytesIO(value[5:]), registry.by_id(schema_id))


def open_consumer(settings, topic, from_beginning):
    """A consumer of all partitions, placed before the request is sent, so that no event is missed.

    A repeated request gets no new events: for an id that may have been used, read the kept ones too.
    """
    from confluent_kafka import Consumer, TopicPartition

    consumer = Consumer(
        {
            **settings,
            "group.id": "submit-%s" % uuid.uuid4(),
            "enable.auto.commit": False,
            # The stream app writes events in transactions.
            "isolation.level": "read_committed",
        }
    )
    partitions = consumer.list_topics(topic, timeout=10).topics[topic].partitions
    places = [TopicPartition(topic, p) for p in partitions]
    for place in places:
        place.offset = consumer.get_watermark_offsets(place, timeout=10)[0 if from_beginning else 1]
    consumer.assign(places)
    return consumer


def send(settings, topic, key, value):
    from confluent_kafka import Producer

    failures = []
    producer = Producer({**settings, "enable.idempotence": True})
    producer.produce(topic, key=key, value=value, on_delivery=lambda error, _: error and failures.append(error))
    if producer.flush(30) or failures:
        raise SystemExit("not sent: %s" % (failures or "no answer of the broker"))


def events(consumer, registry, key):
    """The events of one request, the final one last."""
    kind = None
    while kind not in FINAL:
        record = consumer.poll(1.0)
        if record is None or record.error() or record.key() != key:
            continue
        event = decode(registry, record.value())
        kind = event["kind"]
        yield event


def main():
    options = argparse.ArgumentParser(description="Send one request to Titorelli.")
    options.add_argument("--prompt", required=True)
    options.add_argument("--tenant", default="me")
    options.add_argument("--request-id", help="sending the same id again is safe")
    options.add_argument("--bootstrap-servers", default="127.0.0.1:9092")
    options.add_argument("--registry", default="http://127.0.0.1:8081")
    options.add_argument("--prefix", default="titorelli.", help="of all topic names")
    given = options.parse_args()
    repeats = given.request_id is not None
    given.request_id = given.request_id or "py-%s" % uuid.uuid4()

    request = {"tenant": given.tenant, "requestId": given.request_id, "stages": [{"prompt": given.prompt}]}
    registry = Registry(given.registry)
    schema_id, schema = registry.latest(given.prefix + "request.v1-value")
    value = encode(schema_id, schema, request)
    key = ("%s/%s" % (given.tenant, given.request_id)).encode()

    settings = {"bootstrap.servers": given.bootstrap_servers}
    consumer = open_consumer(settings, given.prefix + "event.v1", repeats)
    try:
        send(settings, given.prefix + "request.v1", key, value)
        for event in events(consumer, registry, key):
            print(json.dumps(event, default=str))
    finally:
        consumer.close()
    return 0 if event["kind"] == "COMPLETED" else 1


if __name__ == "__main__":
    sys.exit(main())
