"""Listens to a running `evpose stream` with clients of other people, and checks what they hear.

Not part of the build. Needs from PyPI: python-osc websockets robo-ws-bridge

    evpose stream --to osc &         python live.py osc
    evpose stream --to vmc &         python live.py vmc
    evpose stream --to foxglove &    python live.py foxglove; python live.py foxglove-client
    evpose stream --to websocket &   python live.py websocket

Options: --port P, --poses N (how many must come, default 100), --patience S. Exit code 1 when something is not as it should be.
"""

import argparse
import asyncio
import json
import math
import socket
import sys
import time

UNITY_BONES = {"Hips", "Spine", "Chest", "Neck", "Head", "LeftUpperArm", "LeftLowerArm", "LeftHand", "RightUpperArm",
               "RightLowerArm", "RightHand", "LeftUpperLeg", "LeftLowerLeg", "LeftFoot", "RightUpperLeg",
               "RightLowerLeg", "RightFoot"}


def datagrams(port, patience):
    from pythonosc.osc_packet import OscPacket

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ear:
        ear.bind(("127.0.0.1", port))
        ear.settimeout(patience)
        while True:
            for timed in OscPacket(ear.recv(65536)).messages:
                yield timed.message.address, timed.message.params


def osc(port, poses, patience):
    heard, joints, step = 0, 0, -1
    for address, values in datagrams(port, patience):
        if address == "/evpose/pose":
            assert values[1] > step, (values, step)
            step = values[1]
            heard += 1
            if heard > poses:
                break
        else:
            x, y, z, confidence, age = values
            assert all(math.isfinite(v) for v in (x, y, z)) and 0 < confidence <= 1 and age >= 0, (address, values)
            joints += 1
    assert joints > poses, joints
    return f"{heard - 1} poses in order, {joints} joints"


def vmc(port, poses, patience):
    heard, bones = 0, set()
    for address, values in datagrams(port, patience):
        if address == "/VMC/Ext/T":
            heard += 1
            if heard > poses:
                break
        elif address == "/VMC/Ext/Bone/Pos":
            name, *numbers = values
            assert len(numbers) == 7 and abs(sum(q * q for q in numbers[3:]) - 1) < 1e-5, values
            assert max(abs(v) for v in numbers[:3]) < 10, values
            bones.add(name)
        else:
            assert address in ("/VMC/Ext/OK", "/VMC/Ext/Root/Pos"), address
    assert bones == UNITY_BONES, bones ^ UNITY_BONES
    return f"{heard - 1} poses, {len(bones)} bones with unit quaternions"


async def foxglove(port, poses, patience):
    """The protocol by its specification, over somebody else's WebSocket."""
    import struct

    import websockets

    until = time.time() + patience
    async with websockets.connect(f"ws://127.0.0.1:{port}", subprotocols=["foxglove.websocket.v1"]) as server:
        info = json.loads(await server.recv())
        assert info["op"] == "serverInfo", info
        channels = {c["id"]: c for c in json.loads(await server.recv())["channels"]}
        for channel in channels.values():
            json.loads(channel["schema"])
        await server.send(json.dumps({"op": "subscribe", "subscriptions": [
            {"id": 100 + i, "channelId": i} for i in channels]}))
        count = {c["schemaName"]: 0 for c in channels.values()}
        while min(count.values()) < poses and time.time() < until:
            message = await asyncio.wait_for(server.recv(), patience)
            opcode, subscription, _ = struct.unpack("<BIQ", message[:13])
            assert opcode == 1, opcode
            payload = json.loads(message[13:])
            name = channels[subscription - 100]["schemaName"]
            assert ("entities" if name == "foxglove.SceneUpdate" else "transforms") in payload
            count[name] += 1
    assert min(count.values()) >= poses, count
    return str(count)


async def foxglove_client(port, poses, patience):
    """The protocol by a client of somebody else's (robo-ws-bridge)."""
    from robo_ws_bridge import WebSocketBridgeClient

    count, done = {}, asyncio.Event()

    async def heard(channel, nanos, payload):
        message = json.loads(payload)
        assert nanos > 0 and ("entities" in message or "transforms" in message), (channel, nanos)
        count[channel["topic"]] = count.get(channel["topic"], 0) + 1
        if len(count) == 2 and min(count.values()) >= poses:
            done.set()

    client = WebSocketBridgeClient(f"ws://127.0.0.1:{port}")
    client.on_message(heard)
    await client.connect()
    for topic in ("/evpose/scene", "/evpose/transforms"):
        await client.subscribe(topic)
    try:
        await asyncio.wait_for(done.wait(), patience)
    finally:
        await client.disconnect()
    return str(count)


async def websocket(port, poses, patience):
    import websockets

    async with websockets.connect(f"ws://127.0.0.1:{port}") as server:
        skeleton = json.loads(await server.recv())
        assert skeleton["type"] == "skeleton" and len(skeleton["joints"]) == 13, skeleton
        step = -1
        for _ in range(poses):
            pose = json.loads(await asyncio.wait_for(server.recv(), patience))
            assert pose["type"] == "pose" and pose["step"] > step and len(pose["joints"]) == 13, pose
            step = pose["step"]
    return f"{poses} poses in order"


CHECKS = {"osc": (osc, 9000), "vmc": (vmc, 39539), "foxglove": (foxglove, 8765), "foxglove-client": (foxglove_client, 8765),
          "websocket": (websocket, 8766)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=list(CHECKS))
    parser.add_argument("--port", type=int)
    parser.add_argument("--poses", type=int, default=100)
    parser.add_argument("--patience", type=float, default=60)
    o = parser.parse_args()
    check, usual = CHECKS[o.what]
    said = check(o.port or usual, o.poses, o.patience)
    print(f"{o.what}: {asyncio.run(said) if asyncio.iscoroutine(said) else said}: ok")
    return 0


if __name__ == "__main__":
    sys.exit(main())
