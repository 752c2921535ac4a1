"""The change log as anybody can check it: computed again from the tables by what
is written in proto/lotse/type/v1alpha/change.proto, without a line of Lotse's."""

import hashlib
import sqlite3
import struct

from lotse.type.v1alpha import change_pb2


def _number(value):
    return struct.pack(">q", value)


def _bytes(value):
    value = value.encode() if isinstance(value, str) else value
    return _number(len(value)) + value


def digest(salt, reason, content):
    return hashlib.sha256(salt + _bytes(reason) + content).digest()


def chain_hash(before, row):
    return hashlib.sha256(
        before
        + _bytes(row["owner"])
        + _number(row["sequence"])
        + _bytes(row["resource"])
        + _bytes(row["verb"])
        + _bytes(row["actor"])
        + _bytes(row["role"])
        + _bytes(row["request_id"])
        + _number(row["revision"])
        + _number(row["create_time"])
        + row["digest"]
    ).digest()


def entries(database):
    """All entries of a store as dicts, in the order of each owner's log."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        return [
            dict(row)
            for row in connection.execute(
                "SELECT c.*, x.salt, x.reason, x.content, x.erased_by FROM change AS c "
                "LEFT JOIN change_content AS x USING (owner, sequence) ORDER BY owner, sequence"
            )
        ]
    finally:
        connection.close()


def _heads(database):
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return {o: (s, h) for o, s, h in connection.execute("SELECT * FROM head")}
    finally:
        connection.close()


def faults(database):
    """What does not hold, as texts; empty if all does."""
    found = []
    last = {}
    left = {}
    for row in entries(database):
        owner, number = row["owner"], row["sequence"]
        expected, before = last.get(owner, (0, bytes(32)))
        if number != expected + 1:
            found.append(f"{owner}: {expected + 1} is missing")
        if chain_hash(before, row) != row["hash"]:
            found.append(f"{owner}: {number} has another hash")
        if row["salt"] is None:
            found.append(f"{owner}: {number} has no content")
        elif row["erased_by"]:
            left[owner, number] = row
        elif digest(row["salt"], row["reason"], row["content"]) != row["digest"]:
            found.append(f"{owner}: {number} has another content")
        if row["verb"] == "ERASE" and row["content"] is not None:
            for entry in change_pb2.Erasure.FromString(row["content"]).entries:
                erased = left.get((owner, entry.sequence))
                if erased is None or erased["erased_by"] != number:
                    continue
                del left[owner, entry.sequence]
                if digest(erased["salt"], "", erased["content"]) != entry.digest:
                    found.append(f"{owner}: {entry.sequence} is not what its erasure left")
        last[owner] = (number, row["hash"])
    found += [f"{owner}: {number} was erased by nobody" for owner, number in left]
    heads = _heads(database)
    if heads != last:
        found.append(f"the heads are {heads}, the logs end with {last}")
    return found
