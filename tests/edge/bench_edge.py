"""What the edge costs, and what attacks on it cost others. No test: it prints figures, each
with what is aimed at, and `script/bench edge` runs it.

    bench_edge.py [--json]
"""

import json
import statistics
import struct
import subprocess
import sys
import unittest

from attacked import GROWTH_MB, P99_MS, Attack
from attacks import ATTACKS
from edge import DOMAIN, EdgeCase

from lotse.engagement.v1alpha import grant_service_pb2, need_pb2, need_service_pb2
from lotse.type.v1alpha import grant_pb2, role_pb2
from lotse_testing import samples
from lotse_testing.api import error_of
from lotse_testing.case import wait_for
from lotse_testing.identity import ADMINS
from lotse_testing.places import BIN

IN_FLIGHT = 64
RUNS = 7
SECONDS_OF_A_RUN = 1
SECONDS_OF_AN_ATTACK = 10

# Resources on a page, and more responses than are stored in a run.
PAGE = 50
RESPONSES_OF_A_RUN = 30_000

# Through the edge, of what the daemon does without.
LEAST_RATIO = 0.6

as_json = False


def write_delimited(file, messages):
    """As edge_load reads them."""
    with open(file, "wb") as out:
        for message in messages:
            content = message.SerializeToString()
            out.write(struct.pack("<I", len(content)) + content)


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
    print(f"{figure:<40} {number:>10} {unit:<8} {limit:>8} {ratio:>6}", flush=True)


class Throughput(EdgeCase):
    """What people wait for: a page of a list, and that their answers are stored. And a call that
    asks for next to nothing, which shows what the edge itself takes."""

    # Not to be held to the limits of one address.
    OPTIONS = {"known": ["127.0.0.1"]}
    BEHIND = "TLS"

    def setUp(self):
        super().setUp()
        self.requests = self.realm.folder / "requests"

    def load(self, service, method, subject, through):
        """Calls for a while: what edge_load prints."""
        if through:
            where = self.edge.address, self.edge.authority.certificate, f"{service}.{DOMAIN}"
        else:
            where = self.services[service].address, self.realm.folder / "ca.pem", "localhost"
        done = subprocess.run(
            [BIN / "edge_load", *where, f"/lotse.{service}.v1alpha.{method}", self.requests,
             str(IN_FLIGHT), str(SECONDS_OF_A_RUN)],
            input=self.realm.token(*subject), capture_output=True, text=True, timeout=60,
            check=False,
        )  # fmt: skip
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def compare(self, figure, service, method, subject, make):
        """`make()` gives the requests of a run: one, or so many that they suffice."""
        runs = {False: [], True: []}
        for run in range(-1, RUNS):
            for through, found in runs.items():
                write_delimited(self.requests, make())
                result = self.load(service, method, subject, through)
                if run >= 0:  # The first calls cost more.
                    found.append(result)

        def median(through, key):
            return statistics.median(run[key] for run in runs[through])

        floor, rate = median(False, "per_second"), median(True, "per_second")
        ratio = statistics.median(
            t["per_second"] / d["per_second"] for t, d in zip(runs[True], runs[False])
        )
        if self.OVER_SOCKETS:
            figure += ", sockets"
        row(f"{figure}, direct", floor, "calls/s")
        row(f"{figure}, edge", rate, "calls/s", LEAST_RATIO * floor, ratio)
        for through, name in ((False, "direct"), (True, "edge")):
            for key in ("p50", "p99"):
                row(f"{figure}, {name}, {key}", median(through, f"{key}_ms"), "ms")
            failed = sum(run["failed"] for run in runs[through])
            row(f"{figure}, {name}, failed", failed, "calls", 0)

    def fill(self):
        """Needs of an engagement, by Ada, and an open wave."""
        admin = self.admin()
        samples.make_programme(admin)
        samples.make_administration(admin)
        for parent, subject, role in (
            (samples.PROGRAMME, "ada", role_pb2.ROLE_INSTITUTE_CONSULTANT),
            (samples.ADMINISTRATION, "ada", role_pb2.ROLE_INSTITUTE_CONSULTANT),
            (samples.PROGRAMME, "front", role_pb2.ROLE_RESPONDENT),
        ):
            grant = grant_pb2.Grant(subject=subject, role=role, reason="Probe")
            admin.CreateGrant(parent=parent, grant_id=subject, grant=grant)
        ada = self.through("engagement", "ada")
        samples.make_only_engagement(ada)
        for i in range(PAGE):
            need = need_pb2.Need(title=samples.text(f"Bedarf {i}"), priority=1 + i % 3)
            ada.CreateNeed(parent=samples.ENGAGEMENT, need_id=f"bedarf-{i}", need=need)
        ada = self.through("survey", "ada")
        wait_for(lambda: error_of(ada.ListBlobs, parent=samples.PROGRAMME) is None, "the grant")
        samples.make_wave(ada)

    def test_rate(self):
        note(f"calls over TLS with a token, {IN_FLIGHT} in flight, behind the edge over {self.BEHIND}; "
             f"medians of {RUNS} runs of {SECONDS_OF_A_RUN} s by turns; ratio to the daemon without "
             "the edge")  # fmt: skip
        self.fill()
        page = need_service_pb2.ListNeedsRequest(parent=samples.ENGAGEMENT, page_size=PAGE)
        self.compare(
            f"page of {PAGE}", "engagement", "NeedService/ListNeeds", ("ada",),
            lambda: [page],
        )  # fmt: skip
        self.compare(
            "response stored", "survey", "ResponseService/SubmitResponse", ("front",),
            lambda: [samples.submission() for _ in range(RESPONSES_OF_A_RUN)],
        )  # fmt: skip
        self.compare(
            "rights", "engagement", "GrantService/GetMyRights", ("eva", ADMINS),
            lambda: [grant_service_pb2.GetMyRightsRequest()],
        )  # fmt: skip


class ThroughputOverSockets(Throughput):
    OVER_SOCKETS = True
    BEHIND = "sockets"


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
        print(f"{'figure':<40} {'value':>10} {'unit':<8} {'limit':>8} {'ratio':>6}")
    suite = unittest.TestSuite([
        Throughput("test_rate"), ThroughputOverSockets("test_rate"), UnderAttack("test_attacks"),
    ])  # fmt: skip
    sys.exit(not unittest.TextTestRunner(verbosity=0).run(suite).wasSuccessful())
