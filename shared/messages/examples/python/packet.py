"""One EventPacket as bytes, as publish.py and publish_tcp.py send it."""
import flatbuffers
from evpose.wire import EventPacket as evp

STEP = 10_000  # microseconds


def packet(rig, camera, width, height, sequence, begin, end, x, y, dt, polarity):
    """x, y uint16, dt uint32 (microseconds from begin, ascending), polarity uint8, all of one length."""
    b = flatbuffers.Builder(1024 + 9 * len(x))
    fields = [b.CreateString(rig), b.CreateString(camera), width, height, sequence, begin, end, 0]
    fields += [b.CreateNumpyVector(v) for v in (x, y, dt, polarity)]
    names = "Rig Camera Width Height Sequence BeginMicros EndMicros DroppedBefore X Y Dt Polarity".split()
    evp.EventPacketStart(b)
    for name, value in zip(names, fields):
        getattr(evp, "EventPacketAdd" + name)(b, value)
    b.Finish(evp.EventPacketEnd(b), file_identifier=b"EVP1")
    return bytes(b.Output())
