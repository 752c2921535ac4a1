"""Hostile callers against the edge: who behaves well is served, and no memory grows."""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import threading
import time
import unittest

from edge import EdgeCase

from lotse_testing.api import error_of
from lotse_testing.case import wait_for
from lotse_testing.places import figure

HERE = pathlib.Path(__file__).resolve().parent
SECONDS = 6

# Budgets that are printed. A test fails if memory grows three times as much, or half of
# the calls take three times as long: the attacker has the same processors.
P99_MS = 50
GROWTH_MB = 50
ALLOWED = 3
SLOWEST_MS = 5000


class WellBehaved(threading.Thread):
    """Calls through the edge, 20 in a second."""

    def __init__(self, client):
        super().__init__()
        self.client = client
        self.stopped = threading.Event()
        self.milliseconds = []
        self.errors = []
        self.start()

    def run(self):
        while not self.stopped.wait(0.05):
            begin = time.monotonic()
            error = error_of(self.client.GetMyRights, timeout=20)
            self.milliseconds.append(1000 * (time.monotonic() - begin))
            if error:
                self.errors.append(error)


class Hostile(EdgeCase):
    # Fewer than on a real machine, so that a flood can use all of them up.
    OPTIONS = {"connections": 512}

    def under_attack(self, name, seconds=SECONDS, may_fail=0.0):
        """What the attack did; meanwhile callers are served and memory stays bounded.
        `may_fail` is the part of their calls that may get UNAVAILABLE."""
        engagement = self.services["engagement"]
        calm = [self.admin() for _ in range(3)]
        for client in calm:
            self.assertIsNone(error_of(client.GetMyRights))
        before = engagement.rss_kib() + self.edge.rss_kib()
        callers = [WellBehaved(client) for client in calm]
        attack = subprocess.Popen(
            [sys.executable, "-B", HERE / "attacks.py", name, str(self.edge.port), str(seconds)],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        descriptors = 0
        newcomer = None
        while attack.poll() is None:
            time.sleep(0.5)
            descriptors = max(descriptors, len(os.listdir(f"/proc/{engagement.pid}/fd")))
            if newcomer is None and attack.poll() is None:
                # Somebody who connects only now gets in too.
                newcomer = self.admin()
                wait_for(lambda: error_of(newcomer.GetMyRights) is None, "a new connection")
        for caller in callers:
            caller.stopped.set()
            caller.join()
        self.assertEqual(attack.returncode, 0)
        report = json.loads(attack.communicate()[0])
        self.expect_served(name, callers, may_fail)
        self.expect_bounded(name, before, descriptors)
        figure(f"{name}, what it did", report)
        return report

    def expect_served(self, name, callers, may_fail):
        times = [t for caller in callers for t in caller.milliseconds]
        errors = [error for caller in callers for error in caller.errors]
        p99 = statistics.quantiles(times, n=100)[98]
        figure(f"{name}, p99 of {len(times)} well-behaved calls", f"{p99:.1f}", "ms", P99_MS)
        figure(f"{name}, calls that failed", len(errors))
        self.assertGreater(len(times), 50)
        self.assertLessEqual({error.code.name for error in errors}, {"UNAVAILABLE"})
        self.assertLessEqual(len(errors), may_fail * len(times), errors[:3])
        self.assertLess(statistics.median(times), ALLOWED * P99_MS)
        self.assertLess(max(times), SLOWEST_MS)

    def expect_bounded(self, name, before, descriptors):
        engagement = self.services["engagement"]
        growth = (engagement.rss_kib() + self.edge.rss_kib() - before) / 1024
        figure(f"{name}, growth of memory", f"{growth:.1f}", "MB", GROWTH_MB)
        self.assertLess(growth, ALLOWED * GROWTH_MB)
        self.assertLess(descriptors, 400, "descriptors of the daemon")
        self.assertEqual(engagement.status("/readyz"), 200)

    def test_rapid_reset(self):
        self.assertGreater(self.under_attack("rapid_reset")["done"], 5000)

    def test_endless_headers(self):
        report = self.under_attack("endless_headers")
        self.assertGreater(report["connections"], 1, "the edge ends such a connection")

    def test_bad_binary_headers(self):
        """The daemon ends the connection from the edge that such a call came over. Somebody
        else's call may just have been put on it."""
        report = self.under_attack("bad_binary_headers", may_fail=0.1)
        self.assertGreater(report["connections"], 20)

    def test_false_lengths(self):
        self.assertGreater(self.under_attack("false_lengths")["done"], 1000)

    def test_slow_callers(self):
        report = self.under_attack("slow", seconds=20)
        self.assertGreaterEqual(report["ended"], 100, "who stands still")

    def test_flood_of_connections(self):
        report = self.under_attack("flood", seconds=10)
        workers = len(self.edge.workers())
        self.assertGreater(report["done"], 512 * workers, "all that the edge may have")


if __name__ == "__main__":
    unittest.main(verbosity=2)
