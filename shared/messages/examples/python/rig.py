#!/usr/bin/env python3
"""Tells evpose about a rig with one camera: python3 rig.py [bootstrap] [rig] [camera]

A rig's record says on which partition each camera publishes. Write it once; the newest record of a key counts.
"""
import json
import sys

from confluent_kafka import Producer


def main(bootstrap="localhost:9092", rig="python", camera="cam0"):
    record = {
        "rig": rig,
        "cameras": [{"id": camera, "width": 346, "height": 260, "eventsPartition": 63}],
        "posesPartition": 63,
        "stepMicros": 10_000,
        "model": "compact",
        "policy": "fixed-10",
    }
    producer = Producer({"bootstrap.servers": bootstrap})
    producer.produce("rigs", key=rig, value=json.dumps(record))
    if producer.flush(10):
        sys.exit(f"no broker takes the record: bootstrap={bootstrap}")
    print(f"rig {rig}: {camera} publishes to partition 63 of events")


if __name__ == "__main__":
    main(*sys.argv[1:])
