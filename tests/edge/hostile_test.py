"""Hostile callers against the edge: who behaves well is served, and no memory grows."""

import statistics
import unittest

from attacked import GROWTH_MB, P99_MS, Attack
from edge import EdgeCase

from lotse_testing.places import figure

SECONDS = 6

# A test fails if memory grows three times as much as it should, or half of the calls take
# three times as long: the attacker has the same processors.
ALLOWED = 3
SLOWEST_MS = 5000


class Hostile(EdgeCase):
    # Fewer than on a real machine, so that a flood can use all of them up.
    OPTIONS = {"connections": 512}
    # The address sanitizer keeps up to 256 MB of what was freed, which is no growth of ours.
    ENVIRONMENT = {"ASAN_OPTIONS": "quarantine_size_mb=16"}

    def under_attack(self, name, seconds=SECONDS, may_fail=0.0):
        """What the attack did; meanwhile callers are served and memory stays bounded.
        `may_fail` is the part of their calls that may get UNAVAILABLE."""
        attack = Attack(self, name, seconds)
        self.expect_served(name, attack, may_fail)
        self.expect_bounded(name, attack)
        figure(f"{name}, what it did", attack.report)
        return attack.report

    def expect_served(self, name, attack, may_fail):
        times, errors = attack.milliseconds, attack.errors
        figure(f"{name}, p99 of {len(times)} well-behaved calls", f"{attack.p99_ms:.1f}", "ms",
               P99_MS)  # fmt: skip
        figure(f"{name}, calls that failed", len(errors))
        self.assertGreater(len(times), 50)
        self.assertLessEqual({error.code.name for error in errors}, {"UNAVAILABLE"})
        self.assertLessEqual(len(errors), may_fail * len(times), errors[:3])
        self.assertLess(statistics.median(times), ALLOWED * P99_MS)
        self.assertLess(max(times), SLOWEST_MS)

    def expect_bounded(self, name, attack):
        figure(f"{name}, growth of memory", f"{attack.growth_mb:.1f}", "MB", GROWTH_MB)
        self.assertLess(attack.growth_mb, ALLOWED * GROWTH_MB)
        self.assertLess(attack.descriptors, 400, "descriptors of the daemon")
        self.assertEqual(self.services["engagement"].status("/readyz"), 200)

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
