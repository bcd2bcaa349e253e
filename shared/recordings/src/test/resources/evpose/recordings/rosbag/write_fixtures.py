"""Writes the fixture of RosbagReaderTest: two event cameras, evt3 and mono, and a topic of text.

Needs rosbags 0.11.9 and numpy from PyPI; run it in this folder.
"""

import pathlib
import shutil

import numpy as np
from rosbags.rosbag2 import Writer
from rosbags.rosbag2.enums import StoragePlugin
from rosbags.typesys import Stores, get_types_from_msg, get_typestore

DEFINITION = """std_msgs/Header header
uint32 height
uint32 width
uint64 seq
uint64 time_base
string encoding
bool is_bigendian
uint8[] events
"""
TYPE = "event_camera_msgs/msg/EventPacket"
store = get_typestore(Stores.ROS2_HUMBLE)
store.register(get_types_from_msg(DEFINITION, TYPE))
Packet, Header = store.types[TYPE], store.types["std_msgs/msg/Header"]
Time, Text = store.types["builtin_interfaces/msg/Time"], store.types["std_msgs/msg/String"]


def packet(frame, seq, base, encoding, words):
    return Packet(
        header=Header(stamp=Time(sec=1, nanosec=2), frame_id=frame), height=480, width=640, seq=seq, time_base=base,
        encoding=encoding, is_bigendian=False, events=np.frombuffer(words.tobytes(), dtype=np.uint8))


def evt3(i):  # 500 events in row i, one a microsecond, time high and low told once a packet
    words = [0x8000, 0x0000 | i]
    for k in range(500):
        words += [0x6000 | 500 * i + k, 0x2000 | (k % 2) << 11 | k]
    return np.array(words, dtype="<u2")


def mono(i):
    k = np.arange(3, dtype=np.uint64)
    return ((k % 2) << 63 | np.uint64(i) << 48 | k << 32 | k * 2000).astype("<u8")


folder = pathlib.Path("bag")
shutil.rmtree(folder, ignore_errors=True)
with Writer(folder, version=8, storage_plugin=StoragePlugin.SQLITE3) as writer:
    left = writer.add_connection("/left/events", TYPE, typestore=store)
    right = writer.add_connection("/right/events", TYPE, typestore=store)
    text = writer.add_connection("/chatter", "std_msgs/msg/String", typestore=store)
    for i in range(5):
        now = 1_000_000 * i
        writer.write(left, now, store.serialize_cdr(packet("left_frame", i, 0, "evt3", evt3(i)), TYPE))
        writer.write(right, now, store.serialize_cdr(packet("r", i, 5_000_000 + 10_000 * i, "mono", mono(i)), TYPE))
        writer.write(text, now, store.serialize_cdr(Text(data="hello"), "std_msgs/msg/String"))
shutil.move(str(next(folder.glob("*.db3"))), "two.db3")
shutil.rmtree(folder)
