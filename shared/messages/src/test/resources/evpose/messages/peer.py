#!/usr/bin/env python3
"""The other side of EVP1: makes python-packet.evp1 and reads java-packet.evp1, with code by `flatc --python`.

    pip install flatbuffers numpy
    flatc --python -o /tmp/evp1 src/main/fbs/event_packet.fbs
    cd src/test/resources/evpose/messages
    PYTHONPATH=/tmp/evp1 python3 peer.py write      # writes python-packet.evp1; EventPacketsTest reads it
    PYTHONPATH=/tmp/evp1 python3 peer.py read       # reads java-packet.evp1, which EventPacketsTest holds to what Java writes

Written with flatc 2.0.8, flatbuffers 25.12.19, numpy 2.4.6.
"""
import sys

import flatbuffers
import numpy as np
from evpose.wire import EventPacket as evp

EVENTS = 250


def events():
    """Every packet here and in the Java test holds these."""
    i = np.arange(EVENTS)
    return ((7 * i) % 346).astype(np.uint16), ((11 * i) % 260).astype(np.uint16), (40 * i).astype(np.uint32), (i % 2).astype(np.uint8)


def write(path):
    b = flatbuffers.Builder(1024)
    vectors = [b.CreateNumpyVector(v) for v in events()]
    rig, camera = b.CreateString("lab-1"), b.CreateString("cam_2")
    evp.EventPacketStart(b)
    evp.EventPacketAddRig(b, rig)
    evp.EventPacketAddCamera(b, camera)
    evp.EventPacketAddWidth(b, 346)
    evp.EventPacketAddHeight(b, 260)
    evp.EventPacketAddSequence(b, 3_000_000_000)
    evp.EventPacketAddBeginMicros(b, 1_700_000_000_000_000)
    evp.EventPacketAddEndMicros(b, 1_700_000_000_010_000)
    evp.EventPacketAddDroppedBefore(b, 17)
    evp.EventPacketAddX(b, vectors[0])
    evp.EventPacketAddY(b, vectors[1])
    evp.EventPacketAddDt(b, vectors[2])
    evp.EventPacketAddPolarity(b, vectors[3])
    b.Finish(evp.EventPacketEnd(b), file_identifier=b"EVP1")
    with open(path, "wb") as out:
        out.write(b.Output())


def read(path):
    with open(path, "rb") as file:
        data = file.read()
    assert evp.EventPacket.EventPacketBufferHasIdentifier(data, 0), "identifier"
    p = evp.EventPacket.GetRootAs(data, 0)
    assert (p.Rig(), p.Camera(), p.Width(), p.Height()) == (b"lab-1", b"cam_2", 346, 260)
    assert (p.Sequence(), p.BeginMicros(), p.EndMicros()) == (3_000_000_000, 1_700_000_000_000_000, 1_700_000_000_010_000)
    assert p.DroppedBefore() == 17
    for mine, theirs in zip(events(), (p.XAsNumpy(), p.YAsNumpy(), p.DtAsNumpy(), p.PolarityAsNumpy())):
        assert mine.dtype == theirs.dtype and np.array_equal(mine, theirs)
        assert np.shares_memory(np.frombuffer(data, np.uint8), theirs), "read without a copy"
    print(f"{path}: {p.XLength()} events, as written")


if __name__ == "__main__":
    {"write": lambda: write("python-packet.evp1"), "read": lambda: read("java-packet.evp1")}[sys.argv[1]]()
