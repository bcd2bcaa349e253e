"""Holds evpose's readers and writers against those of other people: identical events both ways.

Not part of the build. Needs from PyPI: numpy h5py hdf5plugin dv-processing aedat expelliarmus faery evlib aestream loris tonic

    python check.py [--evpose ../../../evpose] [--recording FILE ...] [--only WORD ...]

Prints a table, a row for each pair of format and tool; exit code 1 when any differs. A recording that is named is
read here and by those tools that can, in place of being made up.
"""

import argparse
import contextlib
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

WIDTH, HEIGHT = 640, 480
T, X, Y, P = range(4)


def made_up(count=200_000, seed=1):
    """[n][4] of t, x, y, p: lonely events, neighbours of one microsecond, 40 s (EVT3's clock turns twice)."""
    random = np.random.default_rng(seed)
    t = np.cumsum(random.integers(0, 400, count))
    x = random.integers(0, WIDTH, count)
    y = random.integers(0, HEIGHT, count)
    p = random.integers(0, 2, count)
    for start in range(0, count - 20, 50):  # a row that fires at once
        length = int(random.integers(2, 20))
        row = slice(start, start + length)
        t[row], y[row], p[row] = t[start], y[start], p[start]
        x[row] = min(x[start], WIDTH - 20) + np.arange(length)
    events = np.stack([t, x, y, p], axis=1).astype(np.int64)
    return events[np.argsort(events[:, T], kind="stable")]


class Evpose:
    def __init__(self, command):
        self.command = command

    def convert(self, source, target, *more):
        run = subprocess.run(
            [self.command, "convert", str(source), str(target), "--force", *more], capture_output=True, text=True)
        if run.returncode != 0:
            raise RuntimeError((run.stderr.strip().splitlines() or ["no word"])[-1])

    def read(self, file, *more):
        target = file.with_suffix(file.suffix + ".read.csv")
        self.convert(file, target, *more)
        return np.loadtxt(target, delimiter=",", skiprows=1, dtype=np.int64, ndmin=2)


def rows(t, x, y, p):
    return np.stack([np.asarray(column).astype(np.int64) for column in (t, x, y, p)], axis=1)


# ---- other people's readers and writers -------------------------------------------------------


def faery_array(events):
    import faery

    array = np.zeros(len(events), dtype=faery.EVENTS_DTYPE)
    array["t"], array["x"], array["y"], array["on"] = (events[:, c] for c in (T, X, Y, P))
    return faery.events_stream_from_array(array, dimensions=(WIDTH, HEIGHT))


def faery_write(file, events, version=None):
    # faery sorts nothing, and would begin files at time 0 by itself
    faery_array(events).to_file(file, version=version, zero_t0=False)


def faery_read(file):
    import faery

    e = np.concatenate(list(faery.events_stream_from_file(file)))
    return rows(e["t"], e["x"], e["y"], e["on"])


def expelliarmus_write(file, events, encoding):
    from expelliarmus import Wizard

    array = np.zeros(len(events), dtype=[("t", "<i8"), ("x", "<i2"), ("y", "<i2"), ("p", "u1")])
    array["t"], array["x"], array["y"], array["p"] = (events[:, c] for c in (T, X, Y, P))
    Wizard(encoding=encoding).save(fpath=str(file), arr=array)


def expelliarmus_read(file, encoding):
    from expelliarmus import Wizard

    e = Wizard(encoding=encoding).read(str(file))
    return rows(e["t"], e["x"], e["y"], e["p"])


def dv_write(file, events):
    import dv_processing as dv

    config = dv.io.MonoCameraWriter.EventOnlyConfig("interop", (WIDTH, HEIGHT))
    writer = dv.io.MonoCameraWriter(str(file), config)
    for begin in range(0, len(events), 10_000):
        store = dv.EventStore()
        for t, x, y, p in events[begin:begin + 10_000].tolist():
            store.push_back(t, x, y, bool(p))
        writer.writeEvents(store)
    del writer


def dv_read(file):
    import dv_processing as dv

    reader = dv.io.MonoCameraRecording(str(file))
    parts = []
    while (store := reader.getNextEventBatch()) is not None:
        e = store.numpy()
        parts.append(rows(e["timestamp"], e["x"], e["y"], e["polarity"]))
    return np.concatenate(parts)


def aedat_read(file):
    import aedat

    parts = [packet["events"] for packet in aedat.Decoder(str(file)) if "events" in packet]
    e = np.concatenate(parts)
    return rows(e["t"], e["x"], e["y"], e["on"])


def evlib_read(file):
    import evlib

    frame = evlib.load_events(str(file))
    frame = frame.collect() if hasattr(frame, "collect") else frame
    t = frame["t"]
    micros = t.dt.total_microseconds() if hasattr(t, "dt") and "Duration" in str(t.dtype) else t
    micros = micros.to_numpy()
    if micros.dtype.kind == "f":
        micros = np.rint(micros * 1e6)
    return rows(micros, frame["x"].to_numpy(), frame["y"].to_numpy(), frame["polarity"].to_numpy() > 0)


def h5py_write(file, events):
    import h5py
    import hdf5plugin

    blosc = dict(hdf5plugin.Blosc(cname="zstd", clevel=1, shuffle=hdf5plugin.Blosc.SHUFFLE))
    with h5py.File(file, "w") as h5:
        for name, column, kind in (("t", T, "u4"), ("x", X, "u2"), ("y", Y, "u2"), ("p", P, "u1")):
            h5.create_dataset("events/" + name, data=events[:, column].astype(kind), chunks=(65536,), **blosc)
        h5["t_offset"] = np.int64(0)


def h5py_read(file):
    import h5py

    with h5py.File(file) as h5:
        e = h5["events"]
        assert (e.attrs["width"], e.attrs["height"]) == (WIDTH, HEIGHT)
        return rows(e["t"][:] + h5["t_offset"][()], e["x"][:], e["y"][:], e["p"][:])


def evt21_write(file, events):
    """By Prophesee's description, since no package writes it: a word for each event or run of neighbours."""
    with open(file, "wb") as out:
        out.write(f"% evt 2.1\n% format EVT21;height={HEIGHT};width={WIDTH}\n% end\n".encode())
        words, high, at = [], -1, 0
        while at < len(events):
            t, x, y, p = events[at].tolist()
            if t >> 6 != high:
                high = t >> 6
                words.append(8 << 60 | high << 32)
            which = 0
            while at < len(events) and events[at, [T, Y, P]].tolist() == [t, y, p]:
                column = int(events[at, X]) - x
                if not 0 <= column < 32 or (which and 1 << column <= which):
                    break
                which |= 1 << column
                at += 1
            words.append(p << 60 | (t & 63) << 54 | x << 43 | y << 32 | which)
        out.write(np.array(words, dtype="<u8").tobytes())


def loris_module():
    if not hasattr(np, "int"):  # loris 0.2.1 was written for a NumPy that had it
        np.int = int
    import loris

    return loris


def loris_write(file, events, atis):
    """loris counts rows from below, and wants sizes that numpy may cut into bytes. Of ATIS every seventh is an exposure."""
    columns = [("ts", "<u8"), ("x", "<u2"), ("y", "<u2"), ("p" if atis else "is_increase", "?")]
    array = np.zeros(len(events), dtype=columns + ([("is_tc", "?")] if atis else []))
    array["ts"], array["x"], array["y"] = events[:, T], events[:, X], HEIGHT - 1 - events[:, Y]
    array[columns[3][0]] = events[:, P]
    if atis:
        exposures = array[::7].copy()
        exposures["is_tc"] = True
        array = np.insert(array, np.arange(0, len(array), 7), exposures)
    loris_module().write_events_to_file(array, str(file), np.uint16(WIDTH), np.uint16(HEIGHT))


def loris_read(file):
    e = loris_module().read_file(str(file))
    return rows(e["ts"], e["x"], HEIGHT - 1 - e["y"].astype(np.int64), e["is_increase"])


def aestream_read(file):
    """By its command, into text."""
    target = file.with_suffix(".aestream.csv")
    target.unlink(missing_ok=True)  # it would write behind what is there
    command = pathlib.Path(sys.executable).parent / "aestream"
    subprocess.run([str(command), "input", "file", str(file), "output", "file", str(target)], check=True, capture_output=True)
    return np.loadtxt(target, delimiter=",", dtype=np.int64, ndmin=2)


# jAER's and cAER's formats, which no package writes: files by hand, read by tonic and here


def small(events, width, height):
    e = events.copy()
    e[:, X] %= width
    e[:, Y] %= height
    return e


def aedat2_write(file, chip, addresses, t):
    with open(file, "wb") as out:
        out.write(b"#!AER-DAT2.0\r\n# Creation time: System.currentTimeMillis() 0\r\n# AEChip: " + chip + b"\r\n")
        out.write(np.stack([addresses, t], axis=1).astype(">u4").tobytes())


def davis_write(file, e):
    aedat2_write(
        file, b"eu.seebetter.ini.chips.davis.Davis346B",
        259 - e[:, Y] << 22 | 345 - e[:, X] << 12 | e[:, P] << 11, e[:, T])


def dvs128_write(file, e):
    aedat2_write(
        file, b"ch.unizh.ini.jaer.chip.retina.DVS128",
        127 - e[:, Y] << 8 | 127 - e[:, X] << 1 | 1 - e[:, P], e[:, T])


def aedat3_write(file, e):
    """Packets of polarity events, up to 5000 each."""
    with open(file, "wb") as out:
        out.write(b"#!AER-DAT3.1\r\n#Format: RAW\r\n#Source 1: DVS128\r\n#!END-HEADER\r\n")
        for begin in range(0, len(e), 5000):
            part = e[begin:begin + 5000]
            n = len(part)
            out.write(np.array([1, 1], "<u2").tobytes() + np.array([8, 4, 0, n, n, n], "<u4").tobytes())
            words = part[:, X] << 17 | part[:, Y] << 2 | part[:, P] << 1 | 1
            out.write(np.stack([words, part[:, T]], axis=1).astype("<u4").tobytes())


def tonic_read(file, camera):
    import tonic.io

    if camera == "davis":
        _, _, e = tonic.io.read_davis_346(str(file))
        return rows(e["t"], e["x"], e["y"], e["p"])
    header = tonic.io.read_aedat_header_from_file
    try:  # tonic 1.7.0: its header has three values, and its readers of these two files take two
        tonic.io.read_aedat_header_from_file = lambda name: header(name)[:2]
        _, e = (tonic.io.read_dvs_128 if camera == "dvs128" else tonic.io.read_dvs_ibm)(str(file))
    finally:
        tonic.io.read_aedat_header_from_file = header
    if camera == "dvs128":  # gives the address's fields as they are, row first; jAER turns them
        return rows(e["t"], 127 - e["y"], 127 - e["x"], ~e["p"])
    return rows(e["t"], e["x"], e["y"], e["p"])


def text_write(file, events):
    """As RPG's data sets have it: t in seconds, x, y, p."""
    with open(file, "w") as out:
        for t, x, y, p in events.tolist():
            out.write(f"{t // 1_000_000}.{t % 1_000_000:06d} {x} {y} {p}\n")


def numpy_read(file):
    return np.loadtxt(file, delimiter=",", skiprows=1, dtype=np.int64)


WRITERS = [  # format, tool, ending, how
    ("AEDAT4", "dv-processing", ".aedat4", dv_write),
    ("AEDAT4", "faery", ".aedat4", faery_write),
    ("EVT2", "expelliarmus", ".raw", lambda f, e: expelliarmus_write(f, e, "evt2")),
    ("EVT2", "faery", ".raw", lambda f, e: faery_write(f, e, "evt2")),
    ("EVT2.1", "written by hand", ".raw", lambda f, e: evt21_write(f, e)),
    ("EVT3", "expelliarmus", ".raw", lambda f, e: expelliarmus_write(f, e, "evt3")),
    ("EVT3", "faery", ".raw", lambda f, e: faery_write(f, e, "evt3")),
    ("DAT", "expelliarmus", ".dat", lambda f, e: expelliarmus_write(f, e, "dat")),
    ("DAT", "faery", ".dat", faery_write),
    ("Event Stream", "faery", ".es", faery_write),
    ("Event Stream", "loris", ".es", lambda f, e: loris_write(f, e, False)),
    ("Event Stream, ATIS", "loris", ".es", lambda f, e: loris_write(f, e, True)),
    ("HDF5 (DSEC)", "h5py", ".h5", h5py_write),
    ("CSV", "faery", ".csv", faery_write),
    ("CSV (t x y p, s)", "as RPG", ".txt", text_write),
]

READERS = [  # format, tool, ending, --to, how
    ("AEDAT4", "dv-processing", ".aedat4", "AEDAT4", dv_read),
    ("AEDAT4", "aedat", ".aedat4", "AEDAT4", aedat_read),
    ("AEDAT4", "faery", ".aedat4", "AEDAT4", faery_read),
    ("AEDAT4", "evlib", ".aedat4", "AEDAT4", evlib_read),
    ("AEDAT4", "aestream", ".aedat4", "AEDAT4", aestream_read),
    ("EVT2", "expelliarmus", ".raw", "EVT2", lambda f: expelliarmus_read(f, "evt2")),
    ("EVT2", "faery", ".raw", "EVT2", faery_read),
    ("EVT2", "evlib", ".raw", "EVT2", evlib_read),
    ("EVT3", "expelliarmus", ".raw", "EVT3", lambda f: expelliarmus_read(f, "evt3")),
    ("EVT3", "faery", ".raw", "EVT3", faery_read),
    ("EVT3", "evlib", ".raw", "EVT3", evlib_read),
    ("DAT", "expelliarmus", ".dat", "DAT", lambda f: expelliarmus_read(f, "dat")),
    ("DAT", "faery", ".dat", "DAT", faery_read),
    ("DAT", "aestream", ".dat", "DAT", aestream_read),
    ("Event Stream", "faery", ".es", "ES", faery_read),
    ("Event Stream", "loris", ".es", "ES", loris_read),
    ("HDF5", "h5py", ".h5", "HDF5", h5py_read),
    ("HDF5", "evlib", ".h5", "HDF5", evlib_read),
    ("CSV", "faery", ".csv", "CSV", faery_read),
    ("CSV", "numpy", ".csv", "CSV", numpy_read),
]


def verdict(got, wanted):
    if len(got) != len(wanted):
        return f"DIFFERS: {len(got)} of {len(wanted)} events"
    differing = (got != wanted).any(axis=1)
    if differing.any():
        first = int(np.argmax(differing))
        return f"DIFFERS in {int(differing.sum())}: event {first} is {got[first].tolist()}, not {wanted[first].tolist()}"
    return "identical"


def attempt(check):
    try:
        with open(os.devnull, "w") as quiet, contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
            return check()
    except ImportError as e:
        return f"not installed: {e.name}"
    except KeyboardInterrupt:
        raise
    except BaseException as e:  # whatever a tool throws is its result; a panic of Rust is no Exception
        return f"FAILED: {type(e).__name__}: {str(e).strip().splitlines()[0][:110] if str(e).strip() else ''}"


def main():
    here = pathlib.Path(__file__).resolve().parent
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--evpose", default=str(here.parent.parent.parent / "evpose"))
    arguments.add_argument("--recording", type=pathlib.Path, action="append", default=[])
    arguments.add_argument("--only", action="append", default=[], help="rows whose format or tool has this word")
    asked = arguments.parse_args()
    evpose = Evpose(asked.evpose)
    events = made_up()
    results = []

    def row(direction, fmt, tool, check):
        if asked.only and not any(word.lower() in f"{fmt} {tool}".lower() for word in asked.only):
            return
        result = attempt(check)
        results.append(result)
        print(f"| {fmt} | {direction} | {tool} | {result} |", flush=True)

    print("| format | way | tool | result |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for i, (fmt, tool, ending, write) in enumerate(WRITERS):
            file = folder / f"theirs{i}{ending}"

            def read_here():
                write(file, events)
                return verdict(evpose.read(file, "--sensor", f"{WIDTH}x{HEIGHT}"), events)

            row("read here", fmt, tool, read_here)
        evt21 = folder / "both.raw"
        evt21_write(evt21, events)
        row("read there", "EVT2.1", "evlib", lambda: verdict(evlib_read(evt21), events))
        for fmt, camera, width, height, write in (
                ("AEDAT 2.0, DAVIS346", "davis", 346, 260, davis_write),
                ("AEDAT 2.0, DVS128", "dvs128", 128, 128, dvs128_write),
                ("AEDAT 3.1", "aedat3", 128, 128, aedat3_write)):
            both = folder / f"{camera}.aedat"
            wanted = small(events, width, height)
            write(both, wanted)
            row("read here", fmt, "written by hand", lambda: verdict(evpose.read(both), wanted))
            row("read there", fmt, "tonic", lambda: verdict(tonic_read(both, camera), wanted))
        plain = folder / "plain.csv"
        header = f"t,x@{WIDTH},y@{HEIGHT},p"
        np.savetxt(plain, events, fmt="%d", delimiter=",", header=header, comments="")
        for i, (fmt, tool, ending, to, read) in enumerate(READERS):
            file = folder / f"ours{i}{ending}"

            def read_there():
                evpose.convert(plain, file, "--to", to)
                return verdict(read(file), events)

            row("written here", fmt, tool, read_there)
        for recording in asked.recording:
            copy = folder / recording.name
            copy.write_bytes(recording.read_bytes())
            here_read = evpose.read(copy)
            tools = {"faery": faery_read, "evlib": evlib_read}
            if recording.suffix == ".aedat4":
                tools |= {"aedat": aedat_read, "dv-processing": dv_read}
            else:
                tools |= {"expelliarmus": lambda f: expelliarmus_read(f, "evt2")}
            for tool, read in tools.items():
                row("both read", recording.name, tool, lambda: verdict(read(copy), here_read))
    good = sum(result == "identical" for result in results)
    print(f"\n{good} of {len(results)} identical, {len(events)} events each")
    return 0 if good == len(results) else 1


if __name__ == "__main__":
    sys.exit(main())
