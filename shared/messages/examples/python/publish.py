#!/usr/bin/env python3
"""Publishes a made-up camera, a bar that sweeps the sensor: python3 publish.py [bootstrap] [rig] [camera] [seconds]

    pip install confluent-kafka flatbuffers numpy
    flatc --python -o . ../../src/main/fbs/event_packet.fbs      # writes evpose/wire/EventPacket.py here
"""
import json
import sys
import time

import numpy as np
from confluent_kafka import Consumer, KafkaError, Producer, TopicPartition
from packet import STEP, packet

def camera_of(bootstrap, rig, camera):
    """The camera's entry in the newest record of its rig: size of the sensor, partition of `events`."""
    consumer = Consumer({"bootstrap.servers": bootstrap, "group.id": "unused", "enable.partition.eof": True})
    consumer.assign([TopicPartition("rigs", 0, 0)])
    found = None
    while (message := consumer.poll(10)) and not message.error():
        if message.key() == rig.encode() and message.value():
            found = {c["id"]: c for c in json.loads(message.value())["cameras"]}.get(camera)
    consumer.close()
    if message is None or message.error().code() != KafkaError._PARTITION_EOF:
        sys.exit(f"topic rigs cannot be read: bootstrap={bootstrap}, cause={message and message.error()}")
    return found or sys.exit(f"no such camera, write the rig's record first (rig.py): rig={rig}, camera={camera}")


def main(bootstrap="localhost:9092", rig="python", camera="cam0", seconds="10"):
    c = camera_of(bootstrap, rig, camera)
    random = np.random.default_rng(1)
    # idempotent: a packet that is sent again counts once; one request in flight: the order stays, also on a topic just made
    once = {"enable.idempotence": True, "max.in.flight.requests.per.connection": 1}
    producer = Producer({"bootstrap.servers": bootstrap, "linger.ms": 1, "batch.size": 262144, **once})
    start = time.monotonic()
    first = int(time.time() * 100)  # a fresh piece of data time for each run
    steps = int(float(seconds) * 100)
    for i in range(steps):
        n = 1000
        x = ((2 * i + random.integers(0, 20, n)) % c["width"]).astype(np.uint16)
        y = random.integers(0, c["height"], n).astype(np.uint16)
        dt = np.sort(random.integers(0, STEP, n)).astype(np.uint32)
        begin = (first + i) * STEP
        value = packet(rig, camera, c["width"], c["height"], first + i, begin, begin + STEP, x, y, dt, (x % 2).astype(np.uint8))
        producer.produce("events", key=f"{rig}/{camera}", value=value, partition=c["eventsPartition"])
        producer.poll(max(0, start + (i + 1) * STEP / 1e6 - time.monotonic()))
    if producer.flush(10):
        sys.exit(f"the broker does not take the packets: bootstrap={bootstrap}")
    print(f"{steps} packets of {rig}/{camera} published to partition {c['eventsPartition']}")


if __name__ == "__main__":
    main(*sys.argv[1:])
