"""How fast other readers read a file: python bench_readers.py FORMAT FILE ROUNDS

Prints "rate TOOL EVENTS_PER_SECOND" for each tool that is installed and can: processor time of the whole process,
median of the rounds, the file in the page cache, events as the tool hands them out.
"""

import statistics
import sys
import time


def dv_processing(file):
    import dv_processing as dv

    reader, count = dv.io.MonoCameraRecording(file), 0
    while (store := reader.getNextEventBatch()) is not None:
        count += store.size()
    return count


def aedat(file):
    import aedat

    return sum(len(packet["events"]) for packet in aedat.Decoder(file) if "events" in packet)


def expelliarmus(encoding):
    def read(file):
        from expelliarmus import Wizard

        return len(Wizard(encoding=encoding).read(file))

    return read


def faery(file):
    import faery

    return sum(len(packet) for packet in faery.events_stream_from_file(file))


def evlib(file):
    import evlib

    frame = evlib.load_events(file)
    frame = frame.collect() if hasattr(frame, "collect") else frame
    return len(frame)


TOOLS = {
    "AEDAT4": {"dv-processing": dv_processing, "aedat": aedat, "faery": faery},
    "EVT3": {"expelliarmus": expelliarmus("evt3"), "faery": faery, "evlib": evlib},
    "EVT2": {"expelliarmus": expelliarmus("evt2"), "faery": faery, "evlib": evlib},
    "DAT": {"expelliarmus": expelliarmus("dat"), "faery": faery},
    "ES": {"faery": faery},
    "CSV": {"faery": faery},
}

encoding, path, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
for name, read in TOOLS.get(encoding, {}).items():
    try:
        rates = []
        for _ in range(rounds + 1):
            begun = time.process_time()
            count = read(path)
            rates.append(count / max(1e-9, time.process_time() - begun))
        print("rate", name, statistics.median(rates[1:]), flush=True)
    except BaseException as e:  # not installed, or cannot: the next one
        print("no", name, type(e).__name__, flush=True)
