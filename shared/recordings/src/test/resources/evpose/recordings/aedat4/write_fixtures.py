"""Writes the fixtures beside it with software that is not ours: iniVation's dv-processing 2.0.4, python-lz4 4.4.5.

    pip install dv-processing==2.0.4 lz4==4.4.5 numpy && python write_fixtures.py
"""
import datetime

import dv_processing as dv
import lz4.frame

EVENTS = 900  # event i: time 1_000_000 + 37 i, x = 7 i mod 64, y = 11 i mod 48, ON when i mod 3 is 0


def events(begin, end):
    store = dv.EventStore()
    for i in range(begin, end):
        store.push_back(1_000_000 + 37 * i, 7 * i % 64, 11 * i % 48, i % 3 == 0)
    return store


for name, compression in [
    ("none", dv.CompressionType.NONE),
    ("lz4", dv.CompressionType.LZ4),
    ("zstd", dv.CompressionType.ZSTD),
]:
    config = dv.io.MonoCameraWriter.Config("DV test", compression)
    config.addEventStream((64, 48))
    config.addTriggerStream()
    writer = dv.io.MonoCameraWriter(f"dv-{name}.aedat4", config)
    for begin in range(0, EVENTS, 300):
        writer.writeEvents(events(begin, begin + 300))
        writer.writeTrigger(dv.Trigger(1_000_000 + 37 * begin, dv.TriggerType.EXTERNAL_SIGNAL_RISING_EDGE))
    del writer

# 200 000 bytes in blocks of 64 KiB that refer to each other, as DV writes them; byte i = (i / 500) squared, mod 251
content = bytes((i // 500) ** 2 % 251 for i in range(200_000))
with open("linked.lz4", "wb") as file:
    file.write(
        lz4.frame.compress(
            content,
            block_size=lz4.frame.BLOCKSIZE_MAX64KB,
            block_linked=True,
            content_checksum=True,
            block_checksum=True,
            store_size=True,
        )
    )
