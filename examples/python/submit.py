"""Sends one request to Titorelli, waits until it has ended and saves its picture: python submit.py PROMPT FILE.png"""

import io
import json
import os
import shutil
import struct
import sys
import urllib.request
import uuid

import avro.io
import avro.schema
from confluent_kafka import Consumer, Producer, TopicPartition

KAFKA = os.environ.get("KAFKA", "127.0.0.1:9092")
REGISTRY = os.environ.get("REGISTRY", "http://127.0.0.1:8081")
OBJECTS = os.environ.get("OBJECTS", os.path.expanduser("~/.titorelli/objects"))
ENDS = {"REJECTED", "COMPLETED", "FAILED", "CANCELLED", "EXPIRED"}


def ask(path):
    with urllib.request.urlopen(REGISTRY + path, timeout=10) as answer:
        found = json.load(answer)
    return found.get("id"), avro.schema.parse(found["schema"])


def with_defaults(schema, value):
    """Avro's own library does not fill in what is left out."""
    missing = {field.name: field.default for field in schema.fields if field.has_default}
    return {**missing, **value}


prompt, file = sys.argv[1:]
request_id = "python-%s" % uuid.uuid4()
key = ("me/" + request_id).encode()

# Where the events are to be read from is settled before the request is sent, so that none is missed.
consumer = Consumer({"bootstrap.servers": KAFKA, "group.id": request_id, "isolation.level": "read_committed"})
places = [TopicPartition("titorelli.event.v1", p) for p in consumer.list_topics("titorelli.event.v1", 10).topics["titorelli.event.v1"].partitions]
for place in places:
    place.offset = consumer.get_watermark_offsets(place, 10)[1]
consumer.assign(places)

schema_id, schema = ask("/subjects/titorelli.request.v1-value/versions/latest")
stage = with_defaults(schema.fields_dict["stages"].type.items, {"prompt": prompt})
request = with_defaults(schema, {"tenant": "me", "requestId": request_id, "stages": [stage]})
out = io.BytesIO()
out.write(struct.pack(">bI", 0, schema_id))  # Confluent's framing: a zero byte and the schema's id, then Avro
avro.io.DatumWriter(schema).write(request, avro.io.BinaryEncoder(out))
producer = Producer({"bootstrap.servers": KAFKA})
producer.produce("titorelli.request.v1", out.getvalue(), key)
producer.flush()

kind, schemas = None, {}  # of the schemas that events were written with, by id
while kind not in ENDS:
    record = consumer.poll(1.0)
    if record is None or record.error() or record.key() != key:
        continue
    written = struct.unpack(">I", record.value()[1:5])[0]
    schemas[written] = schemas.get(written) or ask("/schemas/ids/%d" % written)[1]
    event = avro.io.DatumReader(schemas[written]).read(avro.io.BinaryDecoder(io.BytesIO(record.value()[5:])))
    kind = event["kind"]
    print(kind)
consumer.close()

if kind != "COMPLETED":
    sys.exit("%s %s" % (event["violations"], event["failure"]))
image = event["images"][0]
shutil.copyfile(os.path.join(OBJECTS, image["image"]["key"]), file)
print("saved %s, seed %d" % (file, image["seed"]))
