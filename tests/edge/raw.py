"""HTTP/2 by hand, as far as an attacker needs it: frames, and headers that are neither
indexed nor compressed."""

import struct

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"

DATA, HEADERS, RESET, SETTINGS, GOAWAY, CONTINUATION = 0, 1, 3, 4, 7, 9
END_STREAM, END_HEADERS, ACK = 1, 4, 1
CANCEL = struct.pack(">I", 8)


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def _number(value, bits):
    """An integer of HPACK with a prefix of `bits` bits."""
    most = (1 << bits) - 1
    if value < most:
        return bytes([value])
    out, value = bytearray([most]), value - most
    while value >= 128:
        out.append(value % 128 | 128)
        value //= 128
    out.append(value)
    return bytes(out)


def header(name, value):
    name, value = name.encode(), value if isinstance(value, bytes) else value.encode()
    return b"\0" + _number(len(name), 7) + name + _number(len(value), 7) + value


def call_headers(path, host, more=()):
    """The header block of a call of gRPC."""
    pairs = [
        (":method", "POST"), (":scheme", "https"), (":path", path), (":authority", host),
        ("te", "trailers"), ("content-type", "application/grpc"), *more,
    ]  # fmt: skip
    return b"".join(header(name, value) for name, value in pairs)


def hello():
    """What a client says first."""
    return PREFACE + frame(SETTINGS, 0, 0)


def frames(connection):
    """Yields (kind, flags, stream, payload) until the other side ends, or stands still."""
    pending = b""
    while True:
        while len(pending) >= 9 and len(pending) >= 9 + int.from_bytes(pending[:3], "big"):
            size = int.from_bytes(pending[:3], "big")
            kind, flags, stream = struct.unpack(">BBI", pending[3:9])
            yield kind, flags, stream, pending[9 : 9 + size]
            pending = pending[9 + size :]
        try:
            more = connection.recv(65536)
        except OSError:
            return
        if not more:
            return
        pending += more


def answer(connection, stream=1):
    """The undecoded headers and trailers of the answer to a stream; None if there is none.
    Its length tells who answered: nginx compresses what it says, so no text is looked for."""
    block = None
    for kind, flags, number, payload in frames(connection):
        if kind == GOAWAY:
            return block
        if number != stream:
            continue
        if kind == HEADERS:
            block = (block or b"") + payload
        if kind == RESET or flags & END_STREAM and kind in (DATA, HEADERS):
            return block
    return block


def wait_for_ends(connection, count):
    """Reads until so many streams have ended."""
    for kind, flags, _, _ in frames(connection):
        count -= kind == RESET or (kind in (DATA, HEADERS) and bool(flags & END_STREAM))
        if count == 0:
            return
    raise AssertionError(f"{count} streams have not ended")
