"""Writes the fixtures of Hdf5ReaderTest: DSEC's layout, packed in different ways.

Needs h5py 3.16.0 and hdf5plugin 7.1.0 from PyPI; run it in this folder.
"""

import h5py
import hdf5plugin
import numpy as np

COUNT = 3000
CHUNK = 700

def blosc(cname, shuffle=hdf5plugin.Blosc.SHUFFLE):
    return dict(hdf5plugin.Blosc(cname=cname, clevel=5, shuffle=shuffle))

PACKINGS = {
    "plain": None,
    "gzip": dict(compression="gzip", shuffle=True, fletcher32=True),
    "lzf": dict(compression="lzf"),
    "lz4": dict(hdf5plugin.LZ4()),
    "zstd": dict(hdf5plugin.Zstd()),
    "bitshuffle": dict(hdf5plugin.Bitshuffle(cname="zstd")),
    "blosc-zstd": blosc("zstd"),
    "blosc-lz4": blosc("lz4"),
    "blosc-zlib": blosc("zlib"),
    "blosc-blosclz": blosc("blosclz"),
    "blosc-bits": blosc("zstd", hdf5plugin.Blosc.BITSHUFFLE),
}

i = np.arange(COUNT)
for name, packing in PACKINGS.items():
    with h5py.File(name + ".h5", "w") as file:
        group = file.create_group("events")
        how = {} if packing is None else dict(chunks=(CHUNK,), **packing)
        group.create_dataset("x", data=(i % 640).astype("u2"), **how)
        group.create_dataset("y", data=(i % 480).astype("u2"), **how)
        group.create_dataset("t", data=(7 * i).astype("u4"), **how)
        group.create_dataset("p", data=(i % 2).astype("u1"), **how)
        file["t_offset"] = np.int64(1_000_000_000_000)
