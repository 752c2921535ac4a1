"""kill -9 while many write resources: what was acknowledged is there, once, in the
log as well, and the chain of hashes holds."""

import collections
import threading
import time
import unittest
import uuid

from lotse.engagement.v1alpha import administration_pb2
from lotse_testing import chain, cli, samples
from lotse_testing.api import CallError, Client, connect
from lotse_testing.case import Case
from lotse_testing.places import KILL_ROUNDS, figure

CLIENTS = 16

# A kill that hits fewer calls proves little; such a round is repeated.
LEAST_IN_FLIGHT = 8
MOST_ROUNDS = 3 * KILL_ROUNDS


class Writer(threading.Thread):
    """Creates administrations and updates them, one call after the other, until the
    service is gone. `known` has the last acknowledged state by name, `open` the call
    that was never answered."""

    def __init__(self, daemon, number):
        super().__init__()
        self._client = Client(daemon.service, daemon.address)
        self._number = number
        self.known = {}
        self.acknowledged = 0
        self.open = None

    def run(self):
        count = 0
        try:
            while True:
                count += 1
                self._write(count)
        except CallError:
            pass
        finally:
            self._client.close()

    def _write(self, count):
        if count % 3 and self.known:
            name, before = next(reversed(self.known.items()))
            changed = administration_pb2.Administration()
            changed.CopyFrom(before)
            changed.population = count
            call = ("UpdateAdministration", {"administration": changed})
        else:
            identifier = f"a{uuid.uuid4()}"
            name = f"administrations/{identifier}"
            call = (
                "CreateAdministration",
                {
                    "administration_id": identifier,
                    "administration": administration_pb2.Administration(
                        title=samples.text(f"Stadt {self._number}"),
                        level=administration_pb2.Administration.LEVEL_MUNICIPALITY,
                    ),
                },
            )
        call[1]["request_id"] = str(uuid.uuid4())
        self.open = (name, call)
        self.known[name] = getattr(self._client, call[0])(**call[1])
        self.acknowledged += 1
        self.open = None


class StoreKill(Case):
    def test_acknowledged_writes_are_there_once(self):
        daemon = self.daemon("engagement")
        database = daemon.data_dir / "engagement.db"
        counted = tried = total = 0
        while counted < KILL_ROUNDS and tried < MOST_ROUNDS:
            tried += 1
            writers = [Writer(daemon, i) for i in range(CLIENTS)]
            for writer in writers:
                writer.start()
            # Another moment each time: from a few to several hundred writes.
            wanted = 20 + 61 * (tried % 7)
            end = time.monotonic() + 30
            while sum(w.acknowledged for w in writers) < wanted:
                self.assertLess(time.monotonic(), end, "the writers hang")
                time.sleep(0.002)
            in_flight = sum(writer.open is not None for writer in writers)
            daemon.kill()
            for writer in writers:
                writer.join(60)
                self.assertFalse(writer.is_alive(), "a call never ended")
            daemon.start()
            acknowledged = sum(writer.acknowledged for writer in writers)
            total += acknowledged
            stored = self.check_round(daemon, writers)
            counts = in_flight >= LEAST_IN_FLIGHT
            counted += counts
            unanswered = sum(writer.open is not None for writer in writers)
            figure(
                f"kill -9 of a store, round {counted if counts else 'not counted'}",
                f"{acknowledged} acknowledged, all found, {in_flight} in flight, "
                f"{stored} of {unanswered} unanswered were stored",
            )
        self.assertEqual(counted, KILL_ROUNDS, f"after {tried} tries")
        daemon.stop()
        self.assertEqual(chain.faults(database), [])
        cli.lotse("store", "verify", f"--data={daemon.data_dir}")
        figure("kill -9 of a store", f"{total} acknowledged, {len(chain.entries(database))} entries")

    def check_round(self, daemon, writers):
        """Each acknowledged write is found; each unanswered one, repeated, is done
        exactly once. How many of those had been stored."""
        database = daemon.data_dir / "engagement.db"
        self.assertEqual(chain.faults(database), [])
        stored = 0
        with connect(daemon) as client:
            for writer in writers:
                unanswered = writer.open[0] if writer.open else None
                for name, last in writer.known.items():
                    found = client.GetAdministration(name=name)
                    if name == unanswered and found.etag != last.etag:
                        self.assertEqual(int(found.etag), int(last.etag) + 1, name)
                    else:
                        self.assertEqual(found, last)
            for writer in writers:
                if writer.open:
                    stored += self.repeat(client, database, *writer.open)
        names = collections.Counter(
            row["resource"] for row in chain.entries(database) if row["verb"] == "CREATE"
        )
        self.assertEqual([n for n, times in names.items() if times > 1], [], "created twice")
        return stored

    def repeat(self, client, database, name, call):
        """Sends an unanswered call again; whether it had been done before."""

        def times():
            identifier = call[1]["request_id"]
            return sum(row["request_id"] == identifier for row in chain.entries(database))

        before = times()
        reply = getattr(client, call[0])(**call[1])
        self.assertEqual(reply.name, name)
        self.assertEqual(client.GetAdministration(name=name), reply)
        self.assertEqual(times(), 1, "not done exactly once")
        return before


if __name__ == "__main__":
    unittest.main(verbosity=2)
