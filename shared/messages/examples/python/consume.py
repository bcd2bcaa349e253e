#!/usr/bin/env python3
"""Prints where the head is, each step once or better: python3 consume.py [bootstrap] [seconds]

    pip install confluent-kafka
"""
import json
import sys
import time

from confluent_kafka import Consumer


def main(bootstrap="localhost:9092", seconds="10"):
    consumer = Consumer({"bootstrap.servers": bootstrap, "group.id": f"python-{time.time_ns()}", "auto.offset.reset": "latest"})
    consumer.subscribe(["poses-3d"])
    newest = {}  # (rig, step) -> revision
    ahead = {}  # rig -> the newest step
    end = time.monotonic() + float(seconds)
    while time.monotonic() < end:
        message = consumer.poll(1)
        if message is None or message.error():
            continue
        pose = json.loads(message.value())
        rig, step, revision = pose["rig"], pose["step"], pose["revision"]
        if step < ahead.get(rig, 0) - 3_000:  # data time began anew
            newest.clear()
            ahead.pop(rig)
        ahead[rig] = max(step, ahead.get(rig, 0))
        if revision > newest.get((rig, step), -1):  # the highest revision wins
            newest[rig, step] = revision
            newest.pop((rig, step - 10_000), None)  # long final
            show(pose)
    consumer.close()


def show(pose):
    head = pose["joints"][0]
    place = "missing" if head["x"] is None else f"({head['x']:.0f}, {head['y']:.0f}, {head['z']:.0f}) mm"
    print(f"{pose['rig']} step {pose['step']} revision {pose['revision']}{' final' if pose['final'] else ''}: head {place}")


if __name__ == "__main__":
    main(*sys.argv[1:])
