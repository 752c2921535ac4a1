"""What the edge costs, and what attacks on it cost others. No test: it prints figures, each
with what is aimed at, and `script/bench edge` runs it.

    bench_edge.py [--json]
"""

import json
import statistics
import subprocess
import sys
import unittest

from attacked import GROWTH_MB, P99_MS, Attack
from attacks import ATTACKS
from edge import DOMAIN, EdgeCase

from lotse_testing.identity import ADMINS
from lotse_testing.places import BIN

IN_FLIGHT = 64
RUNS = 7
SECONDS_OF_A_RUN = 1
SECONDS_OF_AN_ATTACK = 10

# Through the edge, of what the daemon does without.
LEAST_RATIO = 0.6

as_json = False


def note(text):
    print(json.dumps({"note": text}) if as_json else f"# {text}", flush=True)


def row(figure, value, unit, limit=None, ratio=None):
    """Prints a figure as the other benchmarks do."""
    if as_json:
        print(json.dumps({"figure": figure, "value": round(value, 4), "unit": unit, "limit": limit,
                          "ratio": ratio and round(ratio, 4)}), flush=True)  # fmt: skip
        return
    limit, ratio = ("-" if v is None else f"{v:.3g}" for v in (limit, ratio))
    number = f"{value:.0f}" if value >= 100 or value == 0 else f"{value:.2f}"
    print(f"{figure:<34} {number:>10} {unit:<8} {limit:>8} {ratio:>6}", flush=True)


class Throughput(EdgeCase):
    # Not to be held to the limits of one address.
    OPTIONS = {"known": ["127.0.0.1"]}

    def load(self, address, authority, name):
        """Calls for a while: what edge_load prints."""
        done = subprocess.run(
            [BIN / "edge_load", address, authority, name, str(IN_FLIGHT), str(SECONDS_OF_A_RUN)],
            input=self.realm.token("eva", ADMINS), capture_output=True, text=True, timeout=60,
            check=False,
        )  # fmt: skip
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def test_rate(self):
        note(f"GetMyRights over TLS with a token, {IN_FLIGHT} in flight; medians of {RUNS} runs of "
             f"{SECONDS_OF_A_RUN} s by turns; ratio to the daemon without the edge")  # fmt: skip
        direct, through = [], []
        service = self.services["engagement"].address, self.realm.folder / "ca.pem", "localhost"
        edge = self.edge.address, self.edge.authority.certificate, f"engagement.{DOMAIN}"
        for found in (direct, through):  # The first calls cost more.
            self.load(*(service if found is direct else edge))
        for _ in range(RUNS):
            direct.append(self.load(*service))
            through.append(self.load(*edge))

        def median(runs, key):
            return statistics.median(run[key] for run in runs)

        floor, rate = median(direct, "per_second"), median(through, "per_second")
        ratio = statistics.median(
            t["per_second"] / d["per_second"] for t, d in zip(through, direct)
        )
        row("direct", floor, "calls/s")
        row("through the edge", rate, "calls/s", LEAST_RATIO * floor, ratio)
        for name, runs in (("direct", direct), ("through the edge", through)):
            for key in ("p50", "p99"):
                row(f"{name}, {key}", median(runs, f"{key}_ms"), "ms")
            row(f"{name}, failed", sum(run["failed"] for run in runs), "calls", 0)


class UnderAttack(EdgeCase):
    # As in hostile_test.py, so that a flood can use all of them up.
    OPTIONS = {"connections": 512}

    def test_attacks(self):
        note(f"60 calls a second of three others, while an attacker on the same processors works "
             f"for {SECONDS_OF_AN_ATTACK} s")  # fmt: skip
        for name in ATTACKS:
            attack = Attack(self, name, SECONDS_OF_AN_ATTACK)
            row(f"{name}, p99 of others", attack.p99_ms, "ms", P99_MS)
            row(f"{name}, failed", len(attack.errors), "calls")
            row(f"{name}, memory", attack.growth_mb, "MB", GROWTH_MB)


if __name__ == "__main__":
    as_json = sys.argv[1:] == ["--json"]
    if sys.argv[1:] and not as_json:
        sys.exit(f"what is {sys.argv[1]}? Only --json is known")
    if not as_json:
        print(f"{'figure':<34} {'value':>10} {'unit':<8} {'limit':>8} {'ratio':>6}")
    suite = unittest.TestSuite([Throughput("test_rate"), UnderAttack("test_attacks")])
    sys.exit(not unittest.TextTestRunner(verbosity=0).run(suite).wasSuccessful())
