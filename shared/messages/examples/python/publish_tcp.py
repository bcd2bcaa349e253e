#!/usr/bin/env python3
"""Sends a made-up camera over TCP, without Kafka: python3 publish_tcp.py [host:port] [rig] [camera] [seconds]

Wants `./evpose listen --packets 127.0.0.1:7700` and the rig of rig.py. Sends again what was not stored when the connection broke.

    pip install flatbuffers numpy
    flatc --python -o . ../../src/main/fbs/event_packet.fbs      # writes evpose/wire/EventPacket.py here
"""
import collections
import json
import socket
import struct
import sys
import time

import numpy as np
from packet import STEP, packet

WIDTH, HEIGHT = 346, 260


def connect(address):
    host, port = address.rsplit(":", 1)
    while True:
        try:
            return socket.create_connection((host, int(port)), timeout=10)
        except OSError as e:
            print(f"nobody there yet: {address}, {e}", file=sys.stderr)
            time.sleep(1)


class Sender:
    def __init__(self, address):
        self.address, self.waiting, self.stored = address, collections.deque(), 0
        self.open()

    def open(self):
        self.socket, self.heard, self.of_connection = connect(self.address), b"", 0
        for value in self.waiting:  # once more what has no word of being stored
            self.write(value)

    def write(self, value):
        self.socket.sendall(struct.pack("<I", len(value)) + value)

    def send(self, value):
        self.waiting.append(value)
        try:
            self.write(value)
            self.listen(0.0)
        except OSError:
            self.open()

    def listen(self, seconds):
        """Takes the gateway's words for up to so long."""
        self.socket.settimeout(seconds or 0.000001)
        try:
            came = self.socket.recv(65536)
            if not came:
                raise ConnectionError("the gateway is gone")
            *lines, self.heard = (self.heard + came).split(b"\n")
        except TimeoutError:
            lines = []
        finally:
            self.socket.settimeout(10)
        for line in map(json.loads, lines):
            if "refused" in line:
                sys.exit(f"refused: {line['message']}")
            for _ in range(line["stored"] - self.of_connection):
                self.waiting.popleft()
            self.stored += line["stored"] - self.of_connection
            self.of_connection = line["stored"]

    def finish(self):
        while self.waiting:
            try:
                self.listen(1.0)
            except OSError:
                self.open()


def main(address="127.0.0.1:7700", rig="python", camera="cam0", seconds="10"):
    random = np.random.default_rng(1)
    sender, start, first = Sender(address), time.monotonic(), int(time.time() * 100)
    steps = int(float(seconds) * 100)
    for i in range(steps):
        n = 1000
        x = ((2 * i + random.integers(0, 20, n)) % WIDTH).astype(np.uint16)
        y = random.integers(0, HEIGHT, n).astype(np.uint16)
        dt = np.sort(random.integers(0, STEP, n)).astype(np.uint32)
        begin = (first + i) * STEP
        sender.send(packet(rig, camera, WIDTH, HEIGHT, first + i, begin, begin + STEP, x, y, dt, (x % 2).astype(np.uint8)))
        time.sleep(max(0, start + (i + 1) * STEP / 1e6 - time.monotonic()))
    sender.finish()
    print(f"{steps} packets of {rig}/{camera} sent, {sender.stored} stored")


if __name__ == "__main__":
    main(*sys.argv[1:])
