"""Holds `evpose listen` against senders of other people: what they send must come back from topic events, event by event.

Not part of the build. Needs from PyPI: numpy faery aestream dv-processing; starts a broker of its own.

    python live.py [--evpose ../../../evpose] [--events 50000] [--only WORD]

Prints a table, a row for each sender; exit code 1 when any differs. Times are compared from the first event on: data time begins
with the rig's log.
"""

import argparse
import contextlib
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time

import numpy as np

from check import HEIGHT, WIDTH, P, T, X, Y, attempt, dv_write, made_up, verdict

UNPACED = 9_984  # events of a sender that makes no pauses; AEStream 0.6.4 repeats old ones behind the last when they fill no packet of 32
PIECE = 500  # events between two pauses: loopback drops what a receiver's buffer has no room for


REFUSED = "refused in words"


def free_port(kind):
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class House:
    """A broker, and what is done with it; stopped at the end."""

    def __init__(self, evpose, folder):
        self.evpose, self.folder = evpose, folder
        self.bootstrap = f"127.0.0.1:{free_port(socket.SOCK_STREAM)}"
        self.log = open(folder / "broker.log", "w")
        self.process = subprocess.Popen(
            [evpose, "run", "broker", "--port", self.bootstrap.split(":")[1], "--data-dir", str(folder / "data")],
            stdout=self.log, stderr=subprocess.STDOUT)
        self.wait_for_port(int(self.bootstrap.split(":")[1]), 180)

    def wait_for_port(self, port, seconds):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                return
            if self.process.poll() is not None:
                raise RuntimeError("the broker ended: " + (self.folder / "broker.log").read_text()[-300:])
            time.sleep(0.5)
        raise RuntimeError(f"nobody on port {port}")

    def listen(self, rig, address):
        """Returns when it hears: the rig is registered after its sockets are open."""
        log = open(self.folder / f"{rig}.log", "w")
        process = subprocess.Popen(
            [self.evpose, "listen", address, "--rig", rig, "--bootstrap", self.bootstrap],
            stdout=log, stderr=subprocess.STDOUT)
        until = time.monotonic() + 120
        while time.monotonic() < until:
            shown = subprocess.run(
                [self.evpose, "rig", "show", "--bootstrap", self.bootstrap], capture_output=True, text=True)
            if re.search(rf"\b{rig}\b", shown.stdout):
                return process
            if process.poll() is not None:
                break
            time.sleep(1)
        raise RuntimeError("evpose listen: " + (self.folder / f"{rig}.log").read_text().strip()[-300:])

    def record(self, rig):
        out = self.folder / f"{rig}.csv"
        run = subprocess.run(
            [self.evpose, "record", str(out), "--rig", rig, "--from-begin", "--idle", "5", "--bootstrap", self.bootstrap],
            capture_output=True, text=True)
        if run.returncode != 0:
            raise RuntimeError((run.stderr.strip().splitlines() or ["no word"])[-1])
        return np.loadtxt(out, delimiter=",", skiprows=1, dtype=np.int64, ndmin=2)

    def close(self):
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.log.close()


def pieces(events):
    for begin in range(0, len(events), PIECE):
        yield events[begin:begin + PIECE]
        time.sleep(0.01)


def faery_send(events, port, layout):
    """Its encoder sends what it is given as fast as it can, from one socket: given piece by piece."""
    from faery import EVENTS_DTYPE, udp_encoder

    array = np.zeros(len(events), dtype=EVENTS_DTYPE)
    array["t"], array["x"], array["y"], array["on"] = (events[:, c] for c in (T, X, Y, P))
    udp_encoder.encode(pieces(array), ("127.0.0.1", port), format=layout)


def aestream_send(events, port, with_times):
    """Its command sends a file as fast as it can."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "some.aedat4"
        dv_write(file, events)
        command = pathlib.Path(sys.executable).parent / "aestream"
        subprocess.run(
            [str(command), "input", "file", str(file), "output", "udp", "127.0.0.1", str(port),
             "--include-timestamp", "true" if with_times else "false"],
            check=True, capture_output=True)


def dv_send(events, writer):
    import dv_processing as dv

    for piece in pieces(events):
        store = dv.EventStore()
        for t, x, y, p in piece.tolist():
            store.push_back(t, x, y, bool(p))
        writer.writeEvents(store)


def dv_writer(port, certificate=None, key=None):
    import dv_processing as dv

    stream = dv.io.Stream.EventStream(0, "events", "interop", (WIDTH, HEIGHT))
    if certificate is None:
        return dv.io.NetworkWriter("127.0.0.1", port, stream)
    return dv.io.NetworkWriter("127.0.0.1", port, stream, dv.Path(certificate), dv.Path(key), dv.Path(certificate))


def encrypted(evpose, folder, bootstrap):
    """Not read, and said so."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    at = free_port(socket.SOCK_STREAM)
    writer = dv_writer(at, str(certificate), str(key))
    run = subprocess.run(
        [evpose, "listen", f"127.0.0.1:{at}", "--rig", "tls", "--bootstrap", bootstrap], capture_output=True, text=True, timeout=120)
    del writer
    said = "it is encrypted (TLS), which is not read" in run.stderr
    return REFUSED if said and run.returncode != 0 else f"DIFFERS: code {run.returncode}, {run.stderr.strip()[-110:]}"


def from_first(events):
    """Times from the first event on."""
    return events - np.array([[events[0, T], 0, 0, 0]])


def sorted_rows(events):
    return events[np.lexsort((events[:, P], events[:, Y], events[:, X], events[:, T]))]


def main():
    here = pathlib.Path(__file__).resolve().parent
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--evpose", default=str(here.parent.parent.parent / "evpose"))
    arguments.add_argument("--events", type=int, default=50_000)
    arguments.add_argument("--only", default="", help="rows whose sender or way has this word")
    asked = arguments.parse_args()
    events = made_up(asked.events)
    results = []

    def row(sender, way, check):
        if asked.only.lower() not in f"{sender} {way}".lower():
            return
        result = attempt(check)
        results.append(result)
        print(f"| {sender} | {way} | {result} |", flush=True)

    print("| sender | way | received |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        house = House(asked.evpose, pathlib.Path(folder))

        def heard(rig, address, send, wanted, times=True):
            process = house.listen(rig, address)
            try:
                send()
                time.sleep(2)
            finally:
                process.send_signal(signal.SIGINT)
                process.wait(60)
            got = house.record(rig)
            if not times:  # stamped on arrival: only what and in which order
                return verdict(got[:, [X, Y, P]], wanted[:, [X, Y, P]])
            return verdict(sorted_rows(from_first(got)), sorted_rows(from_first(wanted)))

        try:
            for layout in ("t64_x16_y16_on8", "t32_x16_y15_on1"):
                port = free_port(socket.SOCK_DGRAM)
                address = f"udp://127.0.0.1:{port}/{WIDTH}x{HEIGHT}/{layout}"
                row("faery", f"UDP, {layout}",
                    lambda: heard("faery_" + layout[:3], address, lambda: faery_send(events, port, layout), events))
            port = free_port(socket.SOCK_DGRAM)
            spif = f"udp://127.0.0.1:{port}/{WIDTH}x{HEIGHT}"
            few = events[:UNPACED]
            row("aestream", "UDP, SPIF with times",
                lambda: heard("spif_t", spif, lambda: aestream_send(few, port, True), few))
            row("aestream", "UDP, SPIF without times",
                lambda: heard("spif", spif, lambda: aestream_send(few, port, False), few, times=False))

            def dv():
                at = free_port(socket.SOCK_STREAM)
                writer = dv_writer(at)
                return heard("dv", f"127.0.0.1:{at}", lambda: dv_send(events, writer), events)

            row("dv-processing", "NetworkWriter, TCP", dv)
            row("dv-processing", "NetworkWriter, TLS", lambda: encrypted(asked.evpose, pathlib.Path(folder), house.bootstrap))
        finally:
            house.close()
    good = sum(result in ("identical", REFUSED) for result in results)
    print(f"\n{good} of {len(results)} as they must be, {len(events)} events each, {UNPACED} without pauses")
    return 0 if good == len(results) else 1


if __name__ == "__main__":
    sys.exit(main())
